internal import CAMECore
internal import Formats
internal import LabRecords

/// The errors of one policy over all tensors, put together from the studies of each.
struct PolicyResult {
  /// The policy's index in the study.
  let index: Int
  let policy: Policy
  let studies: [TensorStudy]
  /// The bits of error of the elements, by quantity.
  let bits: [Quantity: BitsSeries]
  let steps: Int

  /// The errors of a quantity at a step with the tensor each belongs to; `nil` stands for the displacement.
  func errors(_ quantity: Quantity?, step: Int) -> [(tensor: Int, measured: Measured)] {
    studies.indices.compactMap { tensor in
      let series = quantity.map { studies[tensor].measured[index][$0] } ?? studies[tensor].displacement[index]
      return series.map { (tensor, $0[step - 1]) }
    }
  }

  /// The error of the worst tensor: NaN before infinity before the largest.
  func worst(_ quantity: Quantity?, step: Int) -> (tensor: Int, measured: Measured)? {
    errors(quantity, step: step).max { a, b in rank(a.measured.error) < rank(b.measured.error) }
  }

  func rank(_ error: Double) -> Double { error.isNaN ? .infinity : min(error, .greatestFiniteMagnitude) }

  /// The series of a quantity for the record.
  func series(_ quantity: Quantity?, symbol: String) -> DriftSeriesRecord {
    var record = DriftSeriesRecord(
      quantity: symbol, worst: [], median: [], worstTensor: [], worstUlps: [], nonFinite: [], vanished: [])
    for step in 1...steps {
      let errors = errors(quantity, step: step)
      let worst = worst(quantity, step: step)
      let ranked = errors.map { rank($0.measured.error) }.sorted()
      let median = ranked.isEmpty ? Double.nan : ranked[(ranked.count - 1) / 2]
      record.worst.append(worst.flatMap { finite($0.measured.error) })
      record.median.append(finite(median))
      record.worstTensor.append(worst?.tensor)
      let isMeasured = errors.allSatisfy { $0.measured.ulps.isFinite }
      record.worstUlps.append(isMeasured ? errors.map(\.measured.ulps).max() : nil)
      record.nonFinite.append(errors.reduce(0) { $0 + $1.measured.nonFinite })
      record.vanished.append(errors.reduce(0) { $0 + $1.measured.vanished })
    }
    if let quantity {
      record.local = (1...steps).map { worstLocal(quantity, step: $0) { $0.step }.flatMap { finite($0.error) } }
      record.bits = bits[quantity]?.record
    }
    return record
  }

  /// The largest error that a step from the true state, or an equation alone, makes over the tensors; `nil` where that was not
  /// measured.
  func worstLocal(
    _ quantity: Quantity, step: Int, _ kind: (LocalErrors) -> [Quantity: Double]
  ) -> (tensor: Int, error: Double)? {
    studies.indices.compactMap { tensor -> (tensor: Int, error: Double)? in
      guard let local = studies[tensor].local[index][step - 1], let error = kind(local)[quantity] else { return nil }
      return (tensor, error)
    }.max { rank($0.error) < rank($1.error) }
  }

  func finite(_ x: Double) -> Double? { x.isFinite && x < .greatestFiniteMagnitude ? x : nil }

  /// The bits that a quantity is stored with.
  func significantBits(_ quantity: Quantity) -> Int {
    guard quantity == .θ else { return policy.arithmetic.significantBits }
    return Int(policy.parameterBits)
  }

  /// The first quantity, in order of step and data flow, that lost a third of its digits but is still finite.
  var firstToPart: DriftEventRecord? {
    for step in 1...steps {
      for quantity in Quantity.allCases {
        let finite = errors(quantity, step: step).filter { $0.measured.error.isFinite }
        guard let worst = finite.max(by: { $0.measured.error < $1.measured.error }) else { continue }
        let bits = ErrorMeasure.bitsOfAgreement(relativeError: worst.measured.error)
        guard bits < Double(significantBits(quantity)) * 2 / 3 else { continue }
        return DriftEventRecord(step: step, quantity: quantity.rawValue, tensor: worst.tensor, bitsLeft: bits)
      }
    }
    return nil
  }

  /// The first recorded number that the storage turned to infinity; step 0 stands for the initial parameters.
  var inputOverflow: (step: Int, tensor: Int)? {
    let seen = studies.indices.compactMap { tensor in studies[tensor].overflows[index].map { ($0, tensor) } }
    return seen.min { $0 < $1 }
  }

  /// Whether a NaN or infinity came in or came about.
  var isRuined: Bool { inputOverflow != nil || firstNonFinite != nil }

  /// The first NaN or infinity where the truth is finite, in order of step and data flow.
  var firstNonFinite: DriftEventRecord? {
    for step in 1...steps {
      for quantity in Quantity.allCases {
        for (tensor, measured) in errors(quantity, step: step) {
          guard measured.firstNonFinite >= 0 else { continue }
          return DriftEventRecord(
            step: step, quantity: quantity.rawValue, tensor: tensor, element: measured.firstNonFinite)
        }
      }
    }
    return nil
  }

  /// How many tensors hold a NaN or infinity in θ at the last step.
  var lostTensors: Int { errors(.θ, step: steps).count { $0.measured.nonFinite > 0 } }

  /// How right the displacement is at the last step, in words; `nil` if it is not finite somewhere.
  var bitsAtEnd: String? {
    let errors = errors(nil, step: steps).map(\.measured.error).sorted()
    guard let worst = errors.last, errors.allSatisfy(\.isFinite) else { return nil }
    func bits(_ error: Double) -> String {
      let most = Double(significantBits(.θ))
      return rounded(min(ErrorMeasure.bitsOfAgreement(relativeError: error), most))
    }
    guard errors.count > 1 else { return "Δθ is right to \(bits(worst)) bits" }
    return
      "Δθ is right to \(bits(worst)) bits in the worst tensor, to \(bits(errors[(errors.count - 1) / 2])) in the median"
  }
}
