/// What is known of the rounding of an arithmetic, and the format in which its errors are bounded.
///
/// A format that can compute is ``Refereed``; a rule without numbers of its own stands for arithmetic that runs elsewhere, such
/// as ``FlushingToZero``.
public protocol RoundingRule: Sendable {
  /// The format of the judge.
  associatedtype Referee: FormatScalar
  /// p: significant bits, the leading one included.
  static var significantBits: Int { get }
  /// A little over u = 2^−p; the excess covers the judge's own rounding.
  static var refereedRoundoff: Referee { get }
  /// Twice what underflow may cost: the least nonzero number. Nil where it is so small that nothing comes near it.
  static var refereedLeast: Referee? { get }
  /// The greatest finite number, or nil where nothing comes near it.
  static var refereedGreatest: Referee? { get }
  /// Numbers under this one may be taken for zero; nil where none is.
  static var refereedFlush: Referee? { get }
}

extension RoundingRule {
  @inlinable public static var refereedFlush: Referee? { nil }
}

#if MPFR
  public import BigRealModule

  /// The arithmetic of a format of at most 53 bits, judged in 127 bits of MPFR.
  public enum JudgedByMPFR<Base: FormatScalar>: RoundingRule {
    public static var significantBits: Int { Base.significantBits }
    @inlinable public static var refereedRoundoff: BigReal127 { BigReal127(Base.unitRoundoff * (1 + 0x1p-20)) }
    @inlinable public static var refereedLeast: BigReal127? {
      BigReal127(nearest: Base.leastNonzeroMagnitude.expansion)
    }
    @inlinable public static var refereedGreatest: BigReal127? {
      BigReal127(nearest: Base.greatestFiniteMagnitude.expansion)
    }
  }

  /// The same where subnormal numbers are taken for zero, operands and results.
  ///
  /// A result may lose as much as the least normal number, and so may each of its operands; four of them cover an operation
  /// (`bounded_flush` of `Proofs`).
  public enum FlushingToZero<Base: FormatScalar>: RoundingRule {
    public static var significantBits: Int { Base.significantBits }
    @inlinable public static var refereedRoundoff: BigReal127 { JudgedByMPFR<Base>.refereedRoundoff }
    @inlinable public static var refereedLeast: BigReal127? {
      BigReal127(nearest: Base.leastNormalMagnitude.expansion) * 4
    }
    @inlinable public static var refereedGreatest: BigReal127? { JudgedByMPFR<Base>.refereedGreatest }
    @inlinable public static var refereedFlush: BigReal127? { BigReal127(nearest: Base.leastNormalMagnitude.expansion) }
  }
#endif
