import LabRecords

/// What a storage format did to the recorded numbers on their way in.
struct InputsModel {
  let storage: String
  let policies: String
  let values: String
  let rounded: String
  let roundedShare: String
  let underflowed: String
  let overflowed: String
  /// Whether numbers became zero.
  let isUnder: Bool
  /// Whether numbers became infinite.
  let isOver: Bool

  /// One a storage format, in the order of the record.
  static func all(_ record: DriftRecord) -> [InputsModel] {
    var storages: [String] = []
    for run in record.runs where !storages.contains(run.storage) { storages.append(run.storage) }
    return storages.compactMap { storage in
      let runs = record.runs.filter { $0.storage == storage }
      return runs.first.map { InputsModel(storage, runs.map(\.policy), $0.inputs) }
    }
  }

  private init(_ storage: String, _ policies: [String], _ inputs: InputsRecord) {
    self.storage = storage
    self.policies = policies.joined(separator: ", ")
    values = Numbers.grouped(inputs.values)
    rounded = Numbers.grouped(inputs.rounded)
    roundedShare = Numbers.percent(inputs.rounded, of: inputs.values)
    underflowed = Numbers.grouped(inputs.underflowed)
    overflowed = Numbers.grouped(inputs.overflowed)
    isUnder = inputs.underflowed > 0
    isOver = inputs.overflowed > 0
  }
}

/// What a policy consists of.
struct PolicyModel {
  let policy: String
  let storage: String
  let arithmetic: String
  let bits: Int
  let rounding: String
  let state: String

  init(_ run: DriftRunRecord) {
    policy = run.policy
    storage = run.storage
    arithmetic = run.arithmetic
    bits = run.bits
    rounding = run.rounding
    state = Numbers.fixed(run.stateBytesPerParameter, 2)
  }
}
