public import RealModule

/// As many numbers as the fused step works on at once: one of any format, or sixteen where the processor has vectors.
///
/// The kernels are written once over it. Every operation rounds element by element, so that the width changes no bit.
@usableFromInline
protocol Pack {
  associatedtype Scalar: Real

  static var width: Int { get }
  init(repeating value: Scalar)
  init(loading x: UnsafePointer<Scalar>)
  func store(to x: UnsafeMutablePointer<Scalar>)
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  func squareRoot() -> Self
}

/// One number of any format.
@frozen @usableFromInline
struct One<Scalar: Real>: Pack {
  @usableFromInline var x: Scalar

  @inlinable @inline(__always) static var width: Int { 1 }
  @inlinable @inline(__always) init(repeating value: Scalar) { x = value }
  @inlinable @inline(__always) init(loading x: UnsafePointer<Scalar>) { self.x = x.pointee }
  @inlinable @inline(__always) func store(to x: UnsafeMutablePointer<Scalar>) { x.pointee = self.x }
  @inlinable @inline(__always) static func + (a: Self, b: Self) -> Self { Self(repeating: a.x + b.x) }
  @inlinable @inline(__always) static func - (a: Self, b: Self) -> Self { Self(repeating: a.x - b.x) }
  @inlinable @inline(__always) static func * (a: Self, b: Self) -> Self { Self(repeating: a.x * b.x) }
  @inlinable @inline(__always) static func / (a: Self, b: Self) -> Self { Self(repeating: a.x / b.x) }
  @inlinable @inline(__always) func squareRoot() -> Self { Self(repeating: x.squareRoot()) }
}

/// Sixteen numbers: what the widest vectors of today hold in Float, and four registers of the narrowest.
extension SIMD16: Pack where Scalar: Real & SIMDScalar {
  @inlinable @inline(__always) static var width: Int { 16 }
  @inlinable @inline(__always) init(loading x: UnsafePointer<Scalar>) {
    self = UnsafeRawPointer(x).loadUnaligned(as: Self.self)
  }
  @inlinable @inline(__always) func store(to x: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(x).storeBytes(of: self, as: Self.self)
  }
}
