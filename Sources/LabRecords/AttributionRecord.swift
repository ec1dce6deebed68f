/// What a quantity is kept or added in.
public struct StoredQuantityRecord: Codable, Sendable, Equatable {
  /// The symbol of the quantity.
  public var quantity: String
  /// The format as written in a policy, as in `dynamic8`.
  public var format: String
  /// The format in words, as in `8-bit dynamic codes, a scale for 256 numbers`.
  public var title: String
  /// Bytes a number, scales included; `nil` for a sum, which isn't kept.
  public var bytes: Double?

  public init(quantity: String, format: String, title: String, bytes: Double?) {
    self.quantity = quantity
    self.format = format
    self.title = title
    self.bytes = bytes
  }
}

/// Bits of error, log₂(ulps + 1) with ulps of the arithmetic, over all elements of a quantity, a step: 0 is correctly
/// rounded or nearly so, the precision of the format and more is useless.
public struct BitsOfErrorRecord: Codable, Sendable, Equatable {
  /// The median element, a step; `nil` where it isn't a finite number.
  public var median: [Double?]
  /// The element that 95 % are better than.
  public var high: [Double?]
  /// The worst element.
  public var worst: [Double?]
  /// The tensor of the worst element, and its place in row-major order; `nil` where there is none.
  public var worstTensor: [Int?]
  public var worstElement: [Int?]

  public init(
    median: [Double?] = [], high: [Double?] = [], worst: [Double?] = [], worstTensor: [Int?] = [],
    worstElement: [Int?] = []
  ) {
    self.median = median
    self.high = high
    self.worst = worst
    self.worstTensor = worstTensor
    self.worstElement = worstElement
  }
}

/// What one equation of the step does to the accuracy of its result.
///
/// Three errors are told apart: that of the equation alone, whose operands are the true ones rounded to the format; that of
/// a whole step from the true state; and that of the free run. An equation that is bad has a large first one; an error that
/// grew has a large last one only.
public struct AttributionRecord: Codable, Sendable, Equatable {
  /// The symbol of the result.
  public var quantity: String
  /// Relative error of the equation alone, `‖x − ref‖₂ / ‖ref‖₂`: the median over steps of the worst tensor; `nil` if not finite.
  public var own: Double?
  /// The largest of them over the steps, its step and its tensor.
  public var ownWorst: Double?
  public var ownStep: Int?
  public var ownTensor: Int?
  /// The bits that the equation alone loses against a correctly rounded result, from ``own``: 0 for a correctly rounded one.
  public var bitsLost: Double?
  /// Relative error after one step from the true state, the median over steps of the worst tensor.
  public var local: Double?
  /// Relative error of the free run at the last step, of the worst tensor.
  public var free: Double?
  /// Relative error that keeping the result in a format of its own adds, the median over steps of the worst tensor; `nil`
  /// where it is kept as it was computed.
  public var keeping: Double?
  /// What was counted in the free run, over all elements and steps.
  public var counts: EventCountsRecord

  public init(
    quantity: String, own: Double?, ownWorst: Double?, ownStep: Int?, ownTensor: Int?, bitsLost: Double?,
    local: Double?, free: Double?, keeping: Double? = nil, counts: EventCountsRecord
  ) {
    self.quantity = quantity
    self.own = own
    self.ownWorst = ownWorst
    self.ownStep = ownStep
    self.ownTensor = ownTensor
    self.bitsLost = bitsLost
    self.local = local
    self.free = free
    self.keeping = keeping
    self.counts = counts
  }
}

/// How often something happened to the elements of a quantity, over all steps.
public struct EventCountsRecord: Codable, Sendable, Equatable {
  /// How many elements were computed.
  public var elements: Int
  /// A difference of two numbers that agree in half of the format's digits or more.
  public var cancelled: Int
  /// A sum a + b that is a, though b is not zero: for θ, parameters that stood still.
  public var absorbed: Int
  /// Zero, where the truth is not zero but under the least number of the format.
  public var underflowed: Int
  /// Infinite, where the truth is finite.
  public var overflowed: Int
  /// NaN, where the truth is a number.
  public var invalid: Int

  public init(
    elements: Int = 0, cancelled: Int = 0, absorbed: Int = 0, underflowed: Int = 0, overflowed: Int = 0,
    invalid: Int = 0
  ) {
    self.elements = elements
    self.cancelled = cancelled
    self.absorbed = absorbed
    self.underflowed = underflowed
    self.overflowed = overflowed
    self.invalid = invalid
  }
}
