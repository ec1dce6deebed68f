/// What became of the workload under one policy, measured against the reference.
public struct DriftRunRecord: Codable, Sendable, Equatable {
  /// The policy as written at the command line, as in `float16/float@double`.
  public var policy: String
  /// The policy in words, as in `Float16 parameters and gradients, Float inside`.
  public var title: String
  /// The format that computes and holds the state, as in `Float`.
  public var arithmetic: String
  /// The format of parameters and gradients, as in `Float16`.
  public var storage: String
  /// How hyperparameters were rounded, in words.
  public var rounding: String
  /// Significant bits of `arithmetic`: 11 for Float16, 24 for Float, 53 for Double.
  public var bits: Int
  /// Significant bits of `storage`.
  public var storageBits: Int
  /// Bytes of optimizer state a model parameter, scales of blocks included.
  public var stateBytesPerParameter: Double
  /// What each quantity is kept in from one step to the next, in the order θ, m, r, c, v, R, C.
  public var stored: [StoredQuantityRecord]
  /// The format of each sum that isn't added in `arithmetic`, as in `bfloat16` arithmetic with sums in Float.
  public var accumulators: [StoredQuantityRecord]
  /// What happened to the recorded numbers on their way into `storage`.
  public var inputs: InputsRecord
  /// One series a quantity, in the order of ``DriftRecord/quantities``.
  public var series: [DriftSeriesRecord]
  /// What each equation does to the accuracy, in the order in which a step computes them.
  public var attribution: [AttributionRecord]
  /// The first quantity that lost a third of its digits, if one did.
  public var firstToPart: DriftEventRecord?
  /// The first quantity that held a NaN or an infinity where the reference is finite, if one did.
  public var firstNonFinite: DriftEventRecord?
  /// What happened in one sentence, as in `NaN from step 1 on.`
  public var outcome: String
  /// Why, most important first; empty when nothing but ordinary rounding was seen.
  public var findings: [FindingRecord]

  public init(
    policy: String, title: String, arithmetic: String, storage: String, rounding: String, bits: Int, storageBits: Int,
    stateBytesPerParameter: Double, stored: [StoredQuantityRecord] = [], accumulators: [StoredQuantityRecord] = [],
    inputs: InputsRecord, series: [DriftSeriesRecord], attribution: [AttributionRecord] = [],
    firstToPart: DriftEventRecord?, firstNonFinite: DriftEventRecord?, outcome: String, findings: [FindingRecord]
  ) {
    self.policy = policy
    self.title = title
    self.arithmetic = arithmetic
    self.storage = storage
    self.rounding = rounding
    self.bits = bits
    self.storageBits = storageBits
    self.stateBytesPerParameter = stateBytesPerParameter
    self.stored = stored
    self.accumulators = accumulators
    self.inputs = inputs
    self.series = series
    self.attribution = attribution
    self.firstToPart = firstToPart
    self.firstNonFinite = firstNonFinite
    self.outcome = outcome
    self.findings = findings
  }
}

/// What the storage format did to the recorded gradients and parameters before the first operation.
///
/// Policies with the same storage format share these numbers, and the reference they are compared with was fed exactly
/// the rounded ones: the drift is that of the arithmetic alone.
public struct InputsRecord: Codable, Sendable, Equatable {
  /// How many numbers were read.
  public var values: Int
  /// How many of them changed.
  public var rounded: Int
  /// How many were not zero and became zero.
  public var underflowed: Int
  /// How many were finite and became infinite.
  public var overflowed: Int

  public init(values: Int, rounded: Int, underflowed: Int, overflowed: Int) {
    self.values = values
    self.rounded = rounded
    self.underflowed = underflowed
    self.overflowed = overflowed
  }
}

/// The error of one quantity over the steps, over all tensors that have it.
public struct DriftSeriesRecord: Codable, Sendable, Equatable {
  /// The symbol of the quantity.
  public var quantity: String
  /// Relative error `‖x − ref‖₂ / ‖ref‖₂` of the worst tensor, a step; `nil` where it isn't a finite number.
  public var worst: [Double?]
  /// The same of the median tensor.
  public var median: [Double?]
  /// The tensor of `worst`, a step; `nil` where no tensor has an error.
  public var worstTensor: [Int?]
  /// The largest elementwise error in ulps of the arithmetic, a step; `nil` where it isn't a finite number.
  public var worstUlps: [Double?]
  /// The same error after one step from the true state, in the worst tensor: what this step alone does, where ``worst`` is
  /// what has grown since the start. Empty where it was not measured.
  public var local: [Double?]
  /// Bits of error, log₂(ulps + 1), of the elements of all tensors together; `nil` where it was not measured.
  public var bits: BitsOfErrorRecord?
  /// How many elements were NaN or infinite where the reference is finite, a step.
  public var nonFinite: [Int]
  /// How many elements were zero where the reference is not, a step.
  public var vanished: [Int]

  public init(
    quantity: String, worst: [Double?], median: [Double?], worstTensor: [Int?], worstUlps: [Double?],
    local: [Double?] = [], bits: BitsOfErrorRecord? = nil, nonFinite: [Int], vanished: [Int]
  ) {
    self.quantity = quantity
    self.worst = worst
    self.median = median
    self.worstTensor = worstTensor
    self.worstUlps = worstUlps
    self.local = local
    self.bits = bits
    self.nonFinite = nonFinite
    self.vanished = vanished
  }
}

/// Where something was first seen.
public struct DriftEventRecord: Codable, Sendable, Equatable {
  /// The step, from 1.
  public var step: Int
  /// The symbol of the quantity.
  public var quantity: String
  /// The tensor, an index into ``DriftRecord/tensors``.
  public var tensor: Int
  /// The element, in row-major order, where one element is meant.
  public var element: Int?
  /// The bits that were still right, where that is what the event is about.
  public var bitsLeft: Double?

  public init(step: Int, quantity: String, tensor: Int, element: Int? = nil, bitsLeft: Double? = nil) {
    self.step = step
    self.quantity = quantity
    self.tensor = tensor
    self.element = element
    self.bitsLeft = bitsLeft
  }
}

/// A known cause of drift that was seen to act in this run.
public struct FindingRecord: Codable, Sendable, Equatable {
  /// What kind of thing happened.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// A hyperparameter rounded to 0 or 1, or became infinite.
    case constantDegenerate
    /// A hyperparameter, or one minus it, is off by more than the rounding of the format.
    case constantInexact
    /// A quantity turned to NaN or infinity.
    case nonFinite
    /// Elements became infinite because their value is past the largest finite number.
    case overflow
    /// Elements became zero because their value is under the smallest nonzero number.
    case underflow
    /// A difference of nearly equal numbers amplified the error of its operands.
    case cancellation
    /// Parameters that should move did not: the update is under half an ulp.
    case stagnation
    /// What was added vanished beside what it was added to: a + b == a.
    case absorption
  }
  /// What kind of thing happened.
  public var kind: Kind
  /// Whether the run was ruined by it (NaN, infinity), and not only made less accurate.
  public var fatal: Bool
  /// What was seen and why, in a plain sentence with its figures.
  public var sentence: String
  /// What would cure it, in a sentence, where that is known.
  public var cure: String?
  /// What a cure that was tried gave, in a sentence; `nil` if none was.
  public var tried: String?
  /// Where it was first seen, if it has a place.
  public var event: DriftEventRecord?

  public init(
    kind: Kind, fatal: Bool, sentence: String, cure: String?, tried: String? = nil, event: DriftEventRecord?
  ) {
    self.kind = kind
    self.fatal = fatal
    self.sentence = sentence
    self.cure = cure
    self.tried = tried
    self.event = event
  }
}
