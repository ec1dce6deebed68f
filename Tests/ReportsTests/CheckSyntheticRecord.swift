import Foundation
import LabRecords
import Testing

/// Records of checks that never were, shaped like those that are.
enum CheckSyntheticRecord {
  static let formats = ["float16", "float", "double", "mpfr127"]

  /// A record with a name, for tests that hold for any.
  struct Sample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let record: CheckRecord
  }

  /// One of each shape that a report can meet.
  static let all: [Sample] = [
    Sample(testDescription: "all hold", record: sound), Sample(testDescription: "failures", record: failing),
    Sample(testDescription: "mutants only", record: matrix), Sample(testDescription: "everything", record: everything),
    Sample(testDescription: "hostile", record: hostile), Sample(testDescription: "ragged", record: ragged),
    Sample(testDescription: "one property", record: single),
    Sample(testDescription: "one mutant", record: oneMutant),
    Sample(testDescription: "empty", record: record(properties: [], results: [])),
  ]

  static let properties: [PropertyRecord] = [
    property("factors-not-negative", "stability", isScored: false, formula: "r, c, v, R, C ≥ 0"),
    property("momentum-bound", "stability", formula: "RMS(m_t) ≤ (1 − β1ᵗ) d", theorem: "Model.momentum_le"),
    property("clip-leaves-alone", "stability", isScored: false, formula: "RMS(u) < d ⟹ û = u"),
    property("determinism", "symmetry", isScored: false, kept: "A port that reads a clock is noticed by nothing else."),
    property("transposition", "symmetry", formula: "step(gᵀ) = step(g)ᵀ"),
    property("means-balance", "factorization", formula: "mean(r) = mean(c)"),
    property("factoring-error", "factorization", formula: "D(W ‖ V) = ΣW · I(row; column)"),
    property("multiplier-grows", "convergence", isScored: false, formula: "1/√S_(t+1) ≥ 1/√S_t"),
  ]

  static func property(
    _ id: String, _ family: String, isScored: Bool = true, formula: String = "x = y", kept: String? = nil,
    theorem: String? = nil
  ) -> PropertyRecord {
    PropertyRecord(
      id: id, family: family, statement: "What \(id) says of every run of the optimizer, in a sentence.",
      formula: formula, bound: "The bound of \(id): N + 8 roundings.", source: "Luo et al. 2023, for \(id)",
      isScored: isScored, shapes: ["matrix", "vector"], needs: ["shows its state"], kept: kept,
      theorems: theorem.map { [TheoremRecord(name: $0, words: "rms m <= d", statement: "forall m d : R, m <= d")] }
        ?? [])
  }

  /// The worst ratio of a property in each format; `transposition` is slack, `means-balance` not quite.
  static func worst(_ id: String) -> [Double?] {
    switch id {
    case "momentum-bound": [0.75, 0.9961, 1, 0.5]
    case "transposition": [9.9e-4, 3.1e-5, 0, 2e-7]
    case "means-balance": [1e-3, 4e-4, 4e-4, 4e-4]
    case "factoring-error": [0.02, 0.3, 0.6, 0.08]
    default: [nil, nil, nil, nil]
    }
  }

  static func results(_ properties: [PropertyRecord] = properties) -> [PropertyResultRecord] {
    properties.flatMap { property in
      zip(formats, worst(property.id)).map { format, worst in
        PropertyResultRecord(
          property: property.id, format: format, cases: 10_000, discards: 3, worst: worst,
          failureRateBound: 0.00029953, seconds: 1.25, counterexample: nil, problem: nil, skipped: nil)
      }
    }
  }

  static func record(
    properties: [PropertyRecord] = properties, results: [PropertyResultRecord], mutants: MutantsRecord? = nil
  ) -> CheckRecord {
    CheckRecord(
      tool: "came-lab 0.1.0", made: "2026-03-14T09:26:53Z", command: "came-lab check --cases 10000 --seed 7",
      seconds: 41.27, subject: "the reference", seed: 7, cases: 10_000, confidence: 0.95, properties: properties,
      formats: results.isEmpty ? ["float"] : formats, results: results, mutants: mutants)
  }

  static let sound = record(results: results())
  static let single = record(properties: [properties[1]], results: results([properties[1]]))
  static let matrix = record(results: [], mutants: mutants)

  /// Two properties fail, one says too little, one wasn't tried in a format.
  static let failing: CheckRecord = {
    var record = sound
    for (index, result) in record.results.enumerated() {
      switch (result.property, result.format) {
      case ("momentum-bound", "float16"), ("clip-leaves-alone", _):
        record.results[index].worst = result.property == "momentum-bound" ? 9.93 : nil
        record.results[index].cases = 17
        record.results[index].failureRateBound = nil
        record.results[index].counterexample = counterexample(result)
      case ("factoring-error", "double"): record.results[index].problem = "Gave up: 12 of 10000 cases counted."
      case ("multiplier-grows", "mpfr127"): record.results[index].skipped = "it takes too long"
      default: break
      }
    }
    return record
  }()

  static let everything: CheckRecord = {
    var record = failing
    record.mutants = mutants
    return record
  }()

  static let oneMutant: CheckRecord = {
    var record = matrix
    record.mutants?.mutants = [mutants.mutants[0]]
    return record
  }()

  private static func counterexample(_ result: PropertyResultRecord) -> CounterexampleRecord {
    CounterexampleRecord(
      value:
        "shape [1, 2], η = 0.125, θ0 = all 0x0p0, g1 = [0x1p0, -0x1.8p-3] of \(result.property) in \(result.format)",
      cause: "score above 1", number: result.format == "float" ? nil : 17, evaluations: 41,
      ladder: ["Float16: fails", "Float: holds", "Double: not representable", "MPFR 127: refused"],
      replay: "came-lab check --property \(result.property) --format \(result.format) --cases 10000 --seed 7")
  }

  /// Six mutants: noticed at once, noticed late, with some seeds, equivalent, missed, and noticed in spite of a proof.
  static let mutants = MutantsRecord(
    format: "float", limit: 1000, seeds: [7, 8, 9, 10],
    mutants: [
      .init(id: "no-clip", mistake: "Nothing is clipped.", seen: "a Triton port", equivalence: nil, isHeldOut: false),
      .init(id: "row-sums", mistake: "Sums for means.", seen: nil, equivalence: nil, isHeldOut: false),
      .init(id: "late", mistake: "ε2 is lost.", seen: nil, equivalence: nil, isHeldOut: true),
      .init(
        id: "column-mean", mistake: "mean(c) for mean(r).", seen: nil, equivalence: "Equal by induction.",
        isHeldOut: false),
      .init(id: "product-first", mistake: "(R C) / mean(R).", seen: "CANN", equivalence: nil, isHeldOut: true),
      .init(id: "refuted", mistake: "Another order.", seen: nil, equivalence: "Addition commutes.", isHeldOut: false),
    ],
    kills: [
      .init(mutant: "no-clip", property: "transposition", cases: [9, 9, 9, 9]),
      .init(mutant: "no-clip", property: "momentum-bound", cases: [1, 1, 1, 1]),
      .init(mutant: "row-sums", property: "means-balance", cases: [4, 1, 10, 3]),
      .init(mutant: "row-sums", property: "transposition", cases: [101, 1, 1, 1]),
      .init(mutant: "row-sums", property: "momentum-bound", cases: [100, 20, 90, 11]),
      .init(mutant: "late", property: "factoring-error", cases: [900, nil, 2, nil]),
      .init(mutant: "refuted", property: "multiplier-grows", cases: [5, 5, 6, 5]),
      .init(mutant: "column-mean", property: "determinism", cases: [nil, nil, nil, nil]),
    ],
    otherWays: [
      .init(name: "the loss falls", description: "½ Σ θ² must fall.", noticed: ["product-first", "stranger"]),
      .init(name: "one step", description: "Parameters after one step.", noticed: ["no-clip", "row-sums", "no-clip"]),
    ])
}
