/// A number whose every operation is rounded up or down at random: Monte Carlo arithmetic with random rounding.
///
/// Runs with different seeds differ in the digits that rounding decides, and agree in those that are significant. The
/// probability of each neighbour is the share of the way to the other one, so that the mean of all runs is the exact result to
/// first order.
///
/// Which way an operation is rounded follows from the seed, the operation and its operands alone: a run repeats from its seed
/// whatever the number of threads, and the same operation on the same operands gives the same result wherever it stands in a
/// run. The seed travels with the numbers; a number made from a literal or a constant has none, and operations between such
/// numbers are rounded to nearest. ``init(_:seed:)`` gives data their seed.
///
/// Error Bounds: each operation is within one ulp of its layout. A sum whose terms differ by more than Double's 53 bits is
/// rounded to Double first, which moves probabilities by less than 2^(p − 53).
///
/// Reference: Parker, *Monte Carlo Arithmetic: exploiting randomness in floating-point arithmetic*, UCLA CSD-970002, 1997;
/// Févotte, Lathuilière, *Debugging and optimization of HPC programs with the Verrou tool*, 2019 (rounding from operands).
@frozen
public struct RandomlyRounded<Layout: FloatLayout>: Sendable, BitwiseCopyable {
  /// The value, a number of the layout.
  public var value: Double
  /// The seed; 0 for constants.
  public var seed: UInt64

  @inlinable @inline(__always)
  init(value: Double, seed: UInt64) { (self.value, self.seed) = (value, seed) }

  /// Data of a run: the nearest number of the layout, with the run's seed, which must not be 0.
  @inlinable
  public init(_ value: Double, seed: UInt64) {
    precondition(seed != 0, "The seed 0 stands for constants, which are rounded to nearest.")
    self.init(value: Self.nearest(value), seed: seed)
  }

  /// The number of the layout nearest to a Double.
  @inlinable @inline(__always)
  static func nearest(_ x: Double) -> Double { Layout.quantizer.nearest(x) }

  /// A result rounded at random as the operands say.
  @inlinable @inline(__always)
  static func rounded(_ exact: Double, _ a: Self, _ b: Self, _ operation: UInt64) -> Self {
    let seed = a.seed | b.seed
    guard seed != 0 else { return Self(value: nearest(exact), seed: 0) }
    // Two rounds of multiplying and folding: operands that differ in one bit give unrelated numbers.
    var bits = fold(
      a.value.bitPattern ^ (seed &* 0x9e37_79b9_7f4a_7c15), (b.value.bitPattern &+ operation) ^ 0xd6e8_feb8_6659_fd93)
    bits = fold(bits ^ 0xa076_1d64_78bd_642f, b.value.bitPattern ^ 0xe703_7ed1_a0b4_28db ^ seed)
    return Self(value: Layout.quantizer.rounded(exact, .stochastic, random: bits), seed: seed)
  }

  @inlinable @inline(__always)
  static func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: y)
    return product.high ^ product.low
  }

  /// A result of one operand.
  @inlinable @inline(__always)
  static func rounded(_ exact: Double, _ a: Self, _ operation: UInt64) -> Self {
    rounded(exact, a, Self(value: 0, seed: 0), operation)
  }
}

extension RandomlyRounded: FormatScalar {
  public static var formatName: String { "\(Layout.formatName)-random" }
  public static var formatTitle: String { "\(Layout.formatTitle), rounded at random" }
  @inlinable public init(nearest x: Double) { self.init(value: Self.nearest(x), seed: 0) }
  @inlinable public var expansion: Expansion { Expansion(value) }
}

/// IEEE 754's binary32, as an arithmetic whose rounding is changed.
public enum Float32Layout: FloatLayout {
  @inlinable public static var precision: Int { 24 }
  @inlinable public static var minExponent: Int { -126 }
  @inlinable public static var maxExponent: Int { 127 }
  public static var formatName: String { "emulated-float" }
  public static var formatTitle: String { "emulated Float" }
  @inlinable public static var storageBytes: Int { 4 }
}
