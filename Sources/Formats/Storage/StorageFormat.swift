/// How a quantity is kept between two steps: the format of its numbers, scales by block, and how it is rounded.
///
///     let format = try StorageFormat("dynamic8")
///     moments.withUnsafeMutableBufferPointer { format.store($0, seed: 1, step: step, stream: 0) }
///
/// As text: `FORMAT[xBLOCK][:nearest|truncated|stochastic]`, such as `bfloat16:stochastic` or `e4m3x256`.
public struct StorageFormat: Hashable, Sendable {
  /// What one number is stored as.
  @usableFromInline
  enum Code: Hashable, Sendable {
    case number(StoredNumber)
    case share(CodeMap)
  }

  @usableFromInline let code: Code
  /// How many numbers share a scale, which is a Float; nil where there are no scales.
  public let block: Int?
  /// What becomes of a number between two that can be stored.
  public let rounding: RoundingMode

  @usableFromInline
  init(code: Code, block: Int?, rounding: RoundingMode) {
    (self.code, self.block, self.rounding) = (code, block, rounding)
  }

  /// The format of a scalar type, without scales.
  public init<Scalar: FormatScalar>(_ format: Scalar.Type, rounding: RoundingMode = .nearest) {
    self.init(code: .number(StoredNumber(format)), block: nil, rounding: rounding)
  }

  /// The codes of a map, by default in blocks of as many as is usual.
  ///
  /// - Precondition: `block` > 0.
  public init(_ map: CodeMap, block: Int? = nil, rounding: RoundingMode = .nearest) {
    precondition(block ?? 1 > 0, "A block of \(block ?? 1) numbers holds none.")
    self.init(code: .share(map), block: block ?? map.defaultBlock, rounding: rounding)
  }

  /// p: significant bits of a stored number; nil for the codes of a map, whose precision varies.
  public var significantBits: Int? {
    switch code {
    case .number(let number): number.significantBits
    case .share: nil
    }
  }

  /// What a number becomes, where each stands for itself; nil for blocks with scales.
  public var quantizer: Quantizer? {
    if case .number(let number) = code, block == nil { number.quantizer } else { nil }
  }

  /// The codes that numbers are stored as, if it isn't numbers.
  public var map: CodeMap? {
    if case .share(let map) = code { map } else { nil }
  }

  /// Bytes that `count` numbers take, scales included; the last block may be short, and its scale is as large.
  public func bytes(count: Int) -> Double {
    let scales = block.map { (count + $0 - 1) / $0 } ?? 0
    let bits =
      switch code {
      case .number(let number): 8 * number.bytes
      case .share(let map): map.bits
      }
    return Double(count) * Double(bits) / 8 + Double(scales * MemoryLayout<Float>.size)
  }

  /// Whether storing changes no number of an arithmetic, whatever the rounding.
  ///
  /// So for Float in `float`, `tf32` in `double`, but not for BFloat16 in `float16`.
  public func isIdentity<Scalar: FormatScalar>(for arithmetic: Scalar.Type) -> Bool {
    guard case .number(let stored) = code, block == nil else { return false }
    let number = StoredNumber(arithmetic)
    return number.significantBits <= stored.significantBits && number.leastExponent >= stored.leastExponent
      && number.greatestExponent <= stored.greatestExponent && number.greatest <= stored.greatest
      && (stored.hasInfinity || !number.hasInfinity)
  }
}

/// A scalar type as storage: what is needed of it once the type is gone.
@usableFromInline
struct StoredNumber: Hashable, Sendable {
  @usableFromInline let name: String
  let title: String
  let bytes: Int
  let significantBits: Int
  let leastExponent: Int
  let greatestExponent: Int
  /// Infinite for what is past Double.
  let greatest: Double
  let hasInfinity: Bool
  @usableFromInline let quantizer: Quantizer

  init<Scalar: FormatScalar>(_ format: Scalar.Type) {
    (name, title) = (Scalar.formatName, Scalar.formatTitle)
    (bytes, significantBits) = (Scalar.bytes, Scalar.significantBits)
    leastExponent = Int(Scalar.leastNonzeroMagnitude.exponent)
    greatestExponent = Int(Scalar.greatestFiniteMagnitude.exponent)
    greatest = Scalar.greatestFiniteMagnitude.expansion.high
    hasInfinity = Scalar.infinity.isInfinite
    quantizer = Quantizer(format)
  }

  /// Whether a scale serves: the range is short, and what Float's scales can't reach is not worth a scale.
  var isScalable: Bool { greatestExponent <= 15 }
}
