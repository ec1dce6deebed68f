/// How many bytes optimizers keep of models.
public struct MemoryRecord: Codable, Sendable, Equatable {
  public static let currentVersion = 1

  public var version: Int
  public var kind: String
  public var tool: String
  /// The command that repeats it.
  public var command: String
  /// Bytes of one number of the state.
  public var bytesPerNumber: Int
  public var models: [ModelMemoryRecord]
  /// Figures that were published, beside what the shapes say.
  public var published: [PublishedMemoryRecord]

  public init(
    tool: String, command: String, bytesPerNumber: Int, models: [ModelMemoryRecord], published: [PublishedMemoryRecord]
  ) {
    (version, kind) = (Self.currentVersion, "memory")
    (self.tool, self.command, self.bytesPerNumber) = (tool, command, bytesPerNumber)
    (self.models, self.published) = (models, published)
  }
}

/// One model.
public struct ModelMemoryRecord: Codable, Sendable, Equatable {
  public var title: String
  public var remark: String
  public var parameters: Int
  /// By optimizer, in the order given.
  public var states: [StateMemoryRecord]

  public init(title: String, remark: String, parameters: Int, states: [StateMemoryRecord]) {
    (self.title, self.remark, self.parameters, self.states) = (title, remark, parameters, states)
  }
}

/// What one optimizer keeps of a model.
public struct StateMemoryRecord: Codable, Sendable, Equatable {
  public var optimizer: String
  public var numbers: Int
  public var bytes: Int

  public init(optimizer: String, numbers: Int, bytes: Int) {
    (self.optimizer, self.numbers, self.bytes) = (optimizer, numbers, bytes)
  }
}

/// A published difference of two optimizers' memory.
public struct PublishedMemoryRecord: Codable, Sendable, Equatable {
  public var source: String
  /// Such as "GPT-2 medium, AdamW less CAME".
  public var what: String
  /// As published, in its unit.
  public var published: Double
  public var unit: String
  /// What the shapes give in Float, in the same unit.
  public var computed: Double

  /// How far the published figure is off, relative to the computed one.
  public var deviation: Double { published / computed - 1 }

  public init(source: String, what: String, published: Double, unit: String, computed: Double) {
    (self.source, self.what, self.published, self.unit, self.computed) = (source, what, published, unit, computed)
  }
}
