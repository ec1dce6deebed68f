public import RealModule

/// A number type that the lab can study: any `Real` that says how numbers get in and out of it without a hidden rounding.
///
/// Conform a type of your own to have it measured like the built-in ones.
public protocol FormatScalar: Real, Sendable {
  /// The name at the command line and in records, such as `float16`.
  static var formatName: String { get }
  /// The name in text, such as `Float16`.
  static var formatTitle: String { get }
  /// Bytes that one number takes in memory.
  static var bytes: Int { get }

  /// The number nearest to a Double, ties to even.
  init(nearest x: Double)

  /// The number nearest to an expansion, ties to even.
  init(nearest x: Expansion)

  /// The number as a sum of three Doubles: exact up to 159 significant bits.
  var expansion: Expansion { get }
}

extension FormatScalar {
  /// p: significant bits, the leading one included. 11 for Float16, 24 for Float, 53 for Double.
  @inlinable
  public static var significantBits: Int { 1 - Int(ulpOfOne.exponent) }

  /// u = 2^−p: the largest relative error of one rounding to nearest, away from underflow.
  @inlinable
  public static var unitRoundoff: Double { Double(sign: .plus, exponent: -significantBits, significand: 1) }

  @inlinable
  public static var bytes: Int { MemoryLayout<Self>.size }

  /// Rounds once: the expansion is rounded to odd in Double first, which keeps what a second rounding to at most 51 bits
  /// needs to know.
  ///
  /// Reference: Boldo, Melquiond, *Emulation of a FMA and correctly-rounded sums: proved algorithms using rounding to
  /// odd*, IEEE Transactions on Computers 57, 2008, Theorem 3.
  @inlinable
  public init(nearest x: Expansion) {
    precondition(Self.significantBits <= 51, "\(Self.formatTitle) must round expansions itself.")
    self.init(nearest: x.roundedToOdd)
  }
}

extension Float: FormatScalar {
  public static var formatName: String { "float" }
  public static var formatTitle: String { "Float" }
  @inlinable public init(nearest x: Double) { self = Float(x) }
  @inlinable public var expansion: Expansion { Expansion(Double(self)) }
}

extension Double: FormatScalar {
  public static var formatName: String { "double" }
  public static var formatTitle: String { "Double" }
  @inlinable public init(nearest x: Double) { self = x }
  @inlinable public init(nearest x: Expansion) { self = x.high }
  @inlinable public var expansion: Expansion { Expansion(self) }
}

#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
  extension Float16: FormatScalar {
    public static var formatName: String { "float16" }
    public static var formatTitle: String { "Float16" }
    @inlinable public init(nearest x: Double) { self = Float16(x) }
    @inlinable public var expansion: Expansion { Expansion(Double(self)) }
  }
#endif
