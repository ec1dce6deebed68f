/// The numbers of a binary floating-point format that ``Emulated`` computes in: constants, which the optimizer folds.
public protocol FloatLayout: Sendable {
  /// p: significant bits, the leading one included.
  static var precision: Int { get }
  /// The exponent of the least normal number, which is 2 to this power.
  static var minExponent: Int { get }
  /// The exponent of the greatest number.
  static var maxExponent: Int { get }
  /// The greatest finite number.
  static var greatest: Double { get }
  /// Whether overflow gives an infinity; if not, it gives the greatest number.
  static var hasInfinity: Bool { get }
  /// The name at the command line and in records, such as `bfloat16`.
  static var formatName: String { get }
  /// The name in text, such as `BFloat16`.
  static var formatTitle: String { get }
  /// Bytes that one number takes where it is stored.
  static var storageBytes: Int { get }
}

extension FloatLayout {
  /// All exponents to the last and all significands: (2 − 2^(1 − p))·2^`maxExponent`.
  @inlinable @inline(__always)
  public static var greatest: Double {
    let bits =
      (UInt64(truncatingIfNeeded: 1024 &+ maxExponent) &<< 52) &- (1 &<< UInt64(truncatingIfNeeded: 53 &- precision))
    return Double(bitPattern: bits)
  }

  @inlinable public static var hasInfinity: Bool { true }

  /// The rounding to the format.
  ///
  /// - Precondition: the layout is one that Double emulates exactly; ``Emulated`` says why these bounds.
  @inlinable @inline(__always)
  static var quantizer: Quantizer {
    precondition(
      precision >= 2 && precision <= 25 && minExponent <= 0 && minExponent - precision + 1 >= -537 && maxExponent >= 1
        && maxExponent <= 511,
      "Double emulates 2 to 25 bits with exponents from \(precision) − 538 to 511, not \(formatTitle).")
    return Quantizer(precision: precision, minExponent: minExponent, greatest: greatest, hasInfinity: hasInfinity)
  }
}

/// Float with the lower half cut off: 8 bits, the exponents of Float.
public typealias BFloat16 = Emulated<BFloat16Layout>
/// IEEE 754's binary16, where the processor or the standard library has none, and for tests of the emulation.
public typealias EmulatedFloat16 = Emulated<Float16Layout>
/// NVIDIA's TensorFloat-32: 11 bits, the exponents of Float; stored in 4 bytes.
public typealias TF32 = Emulated<TF32Layout>
/// OCP's 8-bit format for gradients: 3 bits, the exponents of Float16.
public typealias E5M2 = Emulated<E5M2Layout>
/// OCP's 8-bit format for weights and activations: 4 bits, up to 448, without infinities.
///
/// > Warning: Overflow, infinities included, gives ±448, as OCP's saturating mode has it. `ml_dtypes.float8_e4m3fn`
/// > gives NaN past 464, the middle of 448 and what would come next, and for infinities. So `E4M3.infinity` is 448, a
/// > quotient by zero is ±448, and no E4M3 is infinite.
///
/// Reference: Open Compute Project, *OCP 8-bit Floating Point Specification (OFP8)*, revision 1.0, 2023.
public typealias E4M3 = Emulated<E4M3Layout>

public enum BFloat16Layout: FloatLayout {
  @inlinable public static var precision: Int { 8 }
  @inlinable public static var minExponent: Int { -126 }
  @inlinable public static var maxExponent: Int { 127 }
  public static var formatName: String { "bfloat16" }
  public static var formatTitle: String { "BFloat16" }
  @inlinable public static var storageBytes: Int { 2 }
}

public enum Float16Layout: FloatLayout {
  @inlinable public static var precision: Int { 11 }
  @inlinable public static var minExponent: Int { -14 }
  @inlinable public static var maxExponent: Int { 15 }
  public static var formatName: String { "emulated-float16" }
  public static var formatTitle: String { "emulated Float16" }
  @inlinable public static var storageBytes: Int { 2 }
}

public enum TF32Layout: FloatLayout {
  @inlinable public static var precision: Int { 11 }
  @inlinable public static var minExponent: Int { -126 }
  @inlinable public static var maxExponent: Int { 127 }
  public static var formatName: String { "tf32" }
  public static var formatTitle: String { "TF32" }
  @inlinable public static var storageBytes: Int { 4 }
}

public enum E5M2Layout: FloatLayout {
  @inlinable public static var precision: Int { 3 }
  @inlinable public static var minExponent: Int { -14 }
  @inlinable public static var maxExponent: Int { 15 }
  public static var formatName: String { "e5m2" }
  public static var formatTitle: String { "FP8 E5M2" }
  @inlinable public static var storageBytes: Int { 1 }
}

public enum E4M3Layout: FloatLayout {
  @inlinable public static var precision: Int { 4 }
  @inlinable public static var minExponent: Int { -6 }
  @inlinable public static var maxExponent: Int { 8 }
  /// 1.75·2⁸: the code of 1.875·2⁸ is NaN's.
  @inlinable public static var greatest: Double { 448 }
  @inlinable public static var hasInfinity: Bool { false }
  public static var formatName: String { "e4m3" }
  public static var formatTitle: String { "FP8 E4M3" }
  @inlinable public static var storageBytes: Int { 1 }
}
