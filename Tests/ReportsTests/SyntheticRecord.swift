import Foundation
import LabRecords
import Testing

/// Records of runs that never were, shaped like those that are.
///
/// Six policies take a hundred steps. In pure Float16 two constants vanish and everything is NaN at once; Float inside
/// cures it. `float@direct` rounds β3 before it takes the complement and loses twelve bits at R. The others only round.
enum SyntheticRecord {
  static let quantities: [QuantityRecord] = [
    .init(symbol: "g", name: "gradient", equation: "g = ∇f(θ)"),
    .init(symbol: "r", name: "row factor", equation: "r = β2·r + (1 − β2)·mean(g² + ε1)"),
    .init(symbol: "c", name: "column factor", equation: "c = β2·c + (1 − β2)·mean(g² + ε1)"),
    .init(symbol: "1/√v", name: "reciprocal root of the second moment", equation: "1/√v = √(mean(r)/r) · √(1/c)"),
    .init(symbol: "u", name: "update", equation: "u = g · 1/√v"),
    .init(symbol: "RMS(u)", name: "size of the update", equation: "RMS(u) = √(mean(u²))"),
    .init(symbol: "û", name: "clipped update", equation: "û = u / max(1, RMS(u)/d)"),
    .init(symbol: "m", name: "momentum", equation: "m = β1·m + (1 − β1)·û"),
    .init(symbol: "U", name: "instability", equation: "U = (û − m)²"),
    .init(symbol: "R", name: "row confidence", equation: "R = β3·R + (1 − β3)·mean(U + ε2)"),
    .init(symbol: "C", name: "column confidence", equation: "C = β3·C + (1 − β3)·mean(U + ε2)"),
    .init(symbol: "1/√S", name: "reciprocal root of the instability", equation: "1/√S = √(mean(R)/R) · √(1/C)"),
    .init(symbol: "update", name: "confident update", equation: "update = m · 1/√S"),
    .init(symbol: "θ", name: "parameters", equation: "θ = θ − η·update"),
    .init(symbol: "Δθ", name: "displacement of the parameters", equation: "Δθ = θ − θ₀"),
  ]

  static let tensors: [TensorRecord] = [
    .init(name: "tok.weight", shape: [38, 16]), .init(name: "ln.bias", shape: [16]),
    .init(name: "blocks.0.qkv.weight", shape: [48, 16]), .init(name: "blocks.1.out.weight", shape: [16, 16]),
  ]

  /// A record with a name, for tests that hold for any.
  struct Sample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let record: DriftRecord
  }

  /// One of each shape that a report can meet.
  static let all: [Sample] = [
    Sample(testDescription: "full", record: full()), Sample(testDescription: "complete", record: complete()),
    Sample(testDescription: "complete, one step", record: complete(steps: 1)),
    Sample(testDescription: "complete, no step", record: complete(steps: 0)),
    Sample(testDescription: "all is NaN", record: nothingFinite),
    Sample(testDescription: "no policy found", record: fruitless),
    Sample(testDescription: "one step", record: full(steps: 1)),
    Sample(testDescription: "few steps", record: full(steps: 8)),
    Sample(testDescription: "no run", record: record(steps: 0, runs: [])),
    Sample(testDescription: "no step", record: full(steps: 0)), Sample(testDescription: "exact", record: exact),
    Sample(testDescription: "NaN midway", record: midway), Sample(testDescription: "hostile", record: hostile),
    Sample(testDescription: "ragged", record: ragged),
  ]

  /// The whole story.
  static func full(steps: Int = 100) -> DriftRecord {
    record(
      steps: steps,
      runs: [
        ruined(steps: steps), float16Float(steps: steps), direct(steps: steps),
        ordinary("float", "Float", bits: 24, state: 4.31, steps: steps, seed: 3),
        ordinary("double", "Double", bits: 53, state: 8.62, steps: steps, seed: 4),
        ordinary("mpfr127", "MPFR 127", bits: 127, state: 68.96, steps: steps, seed: 5),
      ])
  }

  static func record(steps: Int, runs: [DriftRunRecord], tensors: [TensorRecord] = tensors) -> DriftRecord {
    DriftRecord(
      tool: "came-lab 0.1.0", made: "2026-03-14T09:26:53Z",
      command:
        "came-lab drift kjv-mlm-d16-b256 --policies \(runs.map(\.policy).joined(separator: ",")) --steps \(steps)",
      seconds: 41.27,
      workload: WorkloadRecord(
        name: "kjv-mlm-d16-b256",
        summary: "a masked language model on the King James Bible (characters), width 16, 2 layers, batch 256",
        sha256: "5f2c9d0a7be1463f8d1c2e94a6b07f35c8e1d2a3b4c5d6e7f8091a2b3c4d5e6f", bytes: 4_129_776, steps: steps,
        parameters: 8_134),
      hyperparameters: [
        .init(symbol: "η", name: "learning rate", value: "0.0002"),
        .init(symbol: "β1", name: "momentum decay", value: "0.9"),
        .init(symbol: "β2", name: "second moment decay", value: "0.999"),
        .init(symbol: "β3", name: "confidence decay", value: "0.9999"),
        .init(symbol: "ε1", name: "second moment floor", value: "1e-30"),
        .init(symbol: "ε2", name: "confidence floor", value: "1e-16"),
        .init(symbol: "d", name: "clip threshold", value: "1"),
        .init(symbol: "λ", name: "weight decay", value: "0"),
      ],
      reference: "MPFR, 255 bits", quantities: quantities, tensors: tensors, runs: runs)
  }

  /// A run that only rounds: each quantity is off by a few ulps, and by more with the steps.
  static func ordinary(
    _ policy: String, _ format: String, bits: Int, state: Double, steps: Int, seed: UInt64
  ) -> DriftRunRecord {
    run(
      policy: policy, title: "\(format) throughout", arithmetic: format, storage: format, bits: bits, state: state,
      series: quantities.indices.map { index in
        series(index, bits: bits, steps: steps, seed: seed) { step in
          index == 0 ? 0 : pow(2, -Double(bits) + 0.4 + 0.12 * Double(index) + 0.35 * log2(Double(step)))
        }
      },
      outcome: "Stays within a few ulps of the truth.", findings: [])
  }

  static func ruined(steps: Int) -> DriftRunRecord {
    let event = DriftEventRecord(step: 1, quantity: "r", tensor: 2, element: 17, bitsLeft: 0.1)
    return run(
      policy: "float16", title: "Float16 throughout", arithmetic: "Float16", storage: "Float16", bits: 11, state: 2.16,
      series: quantities.indices.map { index in
        // r and c vanish; their quotient is the first that is no number.
        var broken = series(index, bits: 11, steps: steps, seed: 0) { _ in index == 0 ? 0 : index < 3 ? 0.8 : nil }
        if index > 2 { broken.nonFinite = broken.nonFinite.map { _ in 8_134 } }
        if index == 1 || index == 2 { broken.vanished = broken.vanished.map { _ in 71 } }
        return broken
      },
      parts: event, nonFinite: DriftEventRecord(step: 1, quantity: "1/√v", tensor: 2, element: 17),
      outcome: "NaN from step 1 on.",
      findings: [
        .init(
          kind: .constantDegenerate, fatal: true,
          sentence: "ε1 = 1e-30 and ε2 = 1e-16 become 0 in Float16, whose smallest positive number is 6.0e-8: a row of "
            + "small gradients has r = 0, and 0/0 is NaN.",
          cure: "Keep the state and compute in Float; gradients and parameters may stay in Float16.", event: event),
        .init(
          kind: .constantDegenerate, fatal: true,
          sentence: "β3 = 0.9999 rounds to 1 in Float16, so 1 − β3 = 0 and R never leaves 0.",
          cure: "Give the confidence factors a wider format.",
          event: .init(step: 1, quantity: "R", tensor: 0)),
        .init(
          kind: .underflow, fatal: false, sentence: "61 % of the squared gradients are under 6.0e-8 and become 0.",
          cure: nil, event: .init(step: 1, quantity: "r", tensor: 0)),
      ])
  }

  static func float16Float(steps: Int) -> DriftRunRecord {
    run(
      policy: "float16/float", title: "Float16 parameters and gradients, Float inside", arithmetic: "Float",
      storage: "Float16", bits: 24, state: 4.31,
      series: quantities.indices.map { index in
        series(index, bits: 24, steps: steps, seed: 1) { step in
          if index == 0 { return 0 }
          let bits = index >= 13 ? (index == 13 ? 12.1 : 11.3) : 23.2 - 0.1 * Double(index)
          return pow(2, -bits + 0.08 * log2(Double(step)))
        }
      },
      outcome: "Finite to the end; the parameters carry the rounding of Float16.",
      findings: [
        .init(
          kind: .stagnation, fatal: false,
          sentence: "In 3.4 % of the steps a parameter that should move did not: the update is under half an ulp of θ.",
          cure: "Keep a Float copy of the parameters.", event: .init(step: 4, quantity: "θ", tensor: 1, element: 3))
      ])
  }

  static func direct(steps: Int) -> DriftRunRecord {
    let lost = 11.9
    return run(
      policy: "float@direct", title: "Float throughout, 1 − β from the rounded β", arithmetic: "Float",
      storage: "Float", bits: 24, state: 4.31,
      rounding: "each rounded to Float first; 1 − β is taken of the rounded β",
      series: quantities.indices.map { index in
        series(index, bits: 24, steps: steps, seed: 2) { step in
          if index == 0 { return 0 }
          let bits = 23.5 - 0.12 * Double(index) - (index >= 9 && index != 13 ? lost - 0.1 * Double(index) : 0)
          return pow(2, -bits + 0.3 * log2(Double(step)) * (index >= 9 ? 0.1 : 1))
        }
      },
      parts: .init(step: 1, quantity: "R", tensor: 3, bitsLeft: 12.5),
      outcome: "Finite, but R, C and all that follows keep half of their digits.",
      findings: [
        .init(
          kind: .constantInexact, fatal: false,
          sentence: "1 − β3 is 1.00016594e-4 instead of 1e-4, a relative error of 1.7e-4, because β3 was rounded to "
            + "Float before the difference was taken.",
          cure: "Take 1 − β3 of the exact decimal, or in Double, and round once.",
          event: .init(step: 1, quantity: "R", tensor: 3))
      ])
  }

  private static func run(
    policy: String, title: String, arithmetic: String, storage: String, bits: Int, state: Double,
    rounding: String = "exact decimals, rounded once", series: [DriftSeriesRecord], parts: DriftEventRecord? = nil,
    nonFinite: DriftEventRecord? = nil, outcome: String, findings: [FindingRecord]
  ) -> DriftRunRecord {
    let rounds = storage == "Float16"
    return DriftRunRecord(
      policy: policy, title: title, arithmetic: arithmetic, storage: storage, rounding: rounding, bits: bits,
      storageBits: storage == "Float16" ? 11 : bits,
      stateBytesPerParameter: state,
      inputs: .init(
        values: 821_534, rounded: rounds ? 819_870 : 0, underflowed: rounds ? 24_118 : 0, overflowed: 0),
      series: series, firstToPart: parts, firstNonFinite: nonFinite, outcome: outcome, findings: findings)
  }

  /// A series whose worst error is `error` of the step, up to a jitter that depends on nothing but the arguments.
  private static func series(
    _ index: Int, bits: Int, steps: Int, seed: UInt64, error: (Int) -> Double?
  ) -> DriftSeriesRecord {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(index) &+ 1
    let worst: [Double?] = (0..<steps).map { step in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return error(step + 1).map { $0 * (1 + 0.25 * Double(state >> 40) / Double(1 << 24)) }
    }
    return DriftSeriesRecord(
      quantity: quantities[index].symbol, worst: worst, median: worst.map { $0.map { $0 / 3 } },
      worstTensor: worst.enumerated().map { step, error in error.map { _ in (step + index) % 4 } },
      worstUlps: worst.map { $0.map { $0 * pow(2, Double(bits)) } }, nonFinite: worst.map { $0 == nil ? 1 : 0 },
      vanished: worst.map { _ in 0 })
  }
}
