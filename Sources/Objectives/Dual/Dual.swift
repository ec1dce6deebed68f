public import RealModule

/// A value and its derivative in one direction: forward-mode differentiation in any format.
///
/// Every operation carries the chain rule with it, so a generic function evaluated at `Dual(x, slope: 1)` gives its value and
/// its derivative at once, without a formula for the latter. Comparisons look at the value alone.
///
///     let y = f(Dual(2.0, slope: 1))      // y.value is f(2), y.slope is f′(2)
///
/// Edge Cases: where a function has no derivative (a root at 0, |x| at 0) the slope is NaN, infinite or one-sided.
///
/// Reference: Griewank, Walther, *Evaluating Derivatives*, SIAM 2008, chapter 3.
@frozen
public struct Dual<Base: Real & Sendable>: Sendable {
  public var value: Base
  public var slope: Base

  @inlinable
  public init(_ value: Base, slope: Base = 0) { (self.value, self.slope) = (value, slope) }

  /// A function's value, with the slope of its argument times `derivative`.
  @inlinable
  func chained(_ value: Base, _ derivative: Base) -> Self { Self(value, slope: slope * derivative) }
}

extension Dual: Hashable, Comparable {
  @inlinable public static func == (a: Self, b: Self) -> Bool { a.value == b.value }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// Arithmetic.
extension Dual {
  @inlinable public static func + (a: Self, b: Self) -> Self { Self(a.value + b.value, slope: a.slope + b.slope) }
  @inlinable public static func - (a: Self, b: Self) -> Self { Self(a.value - b.value, slope: a.slope - b.slope) }
  @inlinable public static func * (a: Self, b: Self) -> Self {
    Self(a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }
  @inlinable public static func / (a: Self, b: Self) -> Self {
    let quotient = a.value / b.value
    return Self(quotient, slope: (a.slope - quotient * b.slope) / b.value)
  }
  @inlinable public static func += (a: inout Self, b: Self) { a = a + b }
  @inlinable public static func -= (a: inout Self, b: Self) { a = a - b }
  @inlinable public static func *= (a: inout Self, b: Self) { a = a * b }
  @inlinable public static func /= (a: inout Self, b: Self) { a = a / b }
  @inlinable public static prefix func - (a: Self) -> Self { Self(-a.value, slope: -a.slope) }
  @inlinable public mutating func addProduct(_ a: Self, _ b: Self) {
    self = Self(value.addingProduct(a.value, b.value), slope: slope + a.slope * b.value + a.value * b.slope)
  }
  @inlinable public func squareRoot() -> Self {
    let root = value.squareRoot()
    return chained(root, 1 / (2 * root))
  }
  @inlinable public mutating func formSquareRoot() { self = squareRoot() }
  @inlinable public var magnitude: Self { value.sign == .minus ? -self : self }
}
