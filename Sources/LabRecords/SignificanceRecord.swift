/// How many digits of a result random rounding leaves: Monte Carlo arithmetic.
///
/// Every result of an operation is rounded up or down at random; digits in which the samples agree are significant.
public struct SignificanceRecord: Codable, Sendable, Equatable {
  /// The format whose rounding was made random, in text, and its significant bits.
  public var arithmetic: String
  public var bits: Int
  /// How many runs were made.
  public var samples: Int
  /// The seed of the first; the others follow from it.
  public var seed: UInt64
  /// The probability that a digit counted as significant is, and the confidence of the claim.
  public var probability: Double
  public var confidence: Double
  /// One series a quantity.
  public var series: [SignificanceSeriesRecord]

  public init(
    arithmetic: String, bits: Int, samples: Int, seed: UInt64, probability: Double, confidence: Double,
    series: [SignificanceSeriesRecord]
  ) {
    self.arithmetic = arithmetic
    self.bits = bits
    self.samples = samples
    self.seed = seed
    self.probability = probability
    self.confidence = confidence
    self.series = series
  }
}

/// The significant bits of one quantity over the steps, over the elements of all tensors.
public struct SignificanceSeriesRecord: Codable, Sendable, Equatable {
  /// The symbol of the quantity.
  public var quantity: String
  /// −log₂(σ/|μ|) of the median element, a step.
  public var median: [Double?]
  /// The same of the element that only 5 % are worse than.
  public var low: [Double?]
  /// The lower bound of the significant bits of the median element at the stated probability and confidence.
  public var lowerBound: [Double?]

  public init(quantity: String, median: [Double?] = [], low: [Double?] = [], lowerBound: [Double?] = []) {
    self.quantity = quantity
    self.median = median
    self.low = low
    self.lowerBound = lowerBound
  }
}
