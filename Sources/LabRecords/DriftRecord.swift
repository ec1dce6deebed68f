/// One drift run as data: everything a report draws, and enough to repeat the run.
///
/// Numbers that are not finite are `nil`, so that the record is plain JSON. Steps count from 1; an array indexed by
/// step holds step 1 first.
public struct DriftRecord: Codable, Sendable, Equatable {
  /// The version of this layout; a reader refuses any other.
  public static let currentVersion = 2

  /// The version of the layout of this record.
  public var version: Int
  /// The tool and its version, as in `came-lab 0.1.0`.
  public var tool: String
  /// When the run was made, ISO 8601 in UTC.
  public var made: String
  /// One command line that repeats the run.
  public var command: String
  /// Wall-clock seconds the run took.
  public var seconds: Double
  /// The training run that every policy was taken through.
  public var workload: WorkloadRecord
  /// The hyperparameters as exact decimals.
  public var hyperparameters: [HyperparameterRecord]
  /// What every policy was compared with, as in `MPFR, 255 bits`.
  public var reference: String
  /// The quantities that were compared, in the order in which a step computes them.
  public var quantities: [QuantityRecord]
  /// The tensors of the workload; a `tensor` index elsewhere points here.
  public var tensors: [TensorRecord]
  /// One run a policy, in the order asked for.
  public var runs: [DriftRunRecord]
  /// How many digits random rounding leaves, a format asked for; empty if none was.
  public var significance: [SignificanceRecord]
  /// The search for the narrowest policy, if one was made.
  public var search: SearchRecord?

  public init(
    version: Int = DriftRecord.currentVersion, tool: String, made: String, command: String, seconds: Double,
    workload: WorkloadRecord, hyperparameters: [HyperparameterRecord], reference: String,
    quantities: [QuantityRecord], tensors: [TensorRecord], runs: [DriftRunRecord],
    significance: [SignificanceRecord] = [], search: SearchRecord? = nil
  ) {
    self.version = version
    self.tool = tool
    self.made = made
    self.command = command
    self.seconds = seconds
    self.workload = workload
    self.hyperparameters = hyperparameters
    self.reference = reference
    self.quantities = quantities
    self.tensors = tensors
    self.runs = runs
    self.significance = significance
    self.search = search
  }
}

/// The training run under study.
public struct WorkloadRecord: Codable, Sendable, Equatable {
  /// The name of the trace, without folder or extension, or that of the objective.
  public var name: String
  /// What it is, in a sentence, where the trace says so.
  public var summary: String?
  /// SHA-256 of the file, in hex; `nil` for an objective, whose gradients are computed at each policy's own parameters.
  public var sha256: String?
  /// Size of the file; `nil` for an objective.
  public var bytes: Int?
  /// How many steps were run.
  public var steps: Int
  /// How many parameters (numbers) the model has.
  public var parameters: Int

  public init(name: String, summary: String?, sha256: String?, bytes: Int?, steps: Int, parameters: Int) {
    self.name = name
    self.summary = summary
    self.sha256 = sha256
    self.bytes = bytes
    self.steps = steps
    self.parameters = parameters
  }
}

/// A hyperparameter by its symbol in the paper.
public struct HyperparameterRecord: Codable, Sendable, Equatable {
  /// The symbol, as in `β3`.
  public var symbol: String
  /// The name in words, as in `confidence decay`.
  public var name: String
  /// The exact decimal, as in `0.9999`.
  public var value: String

  public init(symbol: String, name: String, value: String) {
    self.symbol = symbol
    self.name = name
    self.value = value
  }
}

/// A quantity of the step by its name in the paper.
public struct QuantityRecord: Codable, Sendable, Equatable {
  /// The symbol, as in `û`.
  public var symbol: String
  /// The name in words, as in `clipped update`.
  public var name: String
  /// The equation that defines it, as in `û = u / max(1, RMS(u)/d)`.
  public var equation: String

  public init(symbol: String, name: String, equation: String) {
    self.symbol = symbol
    self.name = name
    self.equation = equation
  }
}

/// A parameter tensor of the model.
public struct TensorRecord: Codable, Sendable, Equatable {
  /// The name in the model, as in `blocks.0.qkv.weight`.
  public var name: String
  /// The shape; empty for a scalar.
  public var shape: [Int]

  public init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
  }
}
