/// Any IEEE-like binary format: `Emulated<BinaryLayout<5, -6, 7>>` has 5 bits and numbers from 2⁻¹⁰ to 1.9375·2⁷.
///
/// - Precondition: 2 ≤ p ≤ 25, p − 538 ≤ the least exponent ≤ 0, 1 ≤ the greatest exponent ≤ 511; see ``Emulated``.
public enum BinaryLayout<let bits: Int, let least: Int, let most: Int>: FloatLayout {
  @inlinable public static var precision: Int { bits }
  @inlinable public static var minExponent: Int { least }
  @inlinable public static var maxExponent: Int { most }
  /// `binary5_-6_7` for 5 bits and exponents from −6 to 7.
  public static var formatName: String { "binary\(bits)_\(least)_\(most)" }
  public static var formatTitle: String { "\(bits) bits, exponents \(least) to \(most)" }
  /// The bytes that a sign, the exponents with room for zero and infinity, and p − 1 bits fill.
  public static var storageBytes: Int {
    let exponentBits = Int.bitWidth - (most - least + 2).leadingZeroBitCount
    return (bits + exponentBits + 7) / 8
  }
}
