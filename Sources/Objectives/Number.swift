internal import CAMECore
internal import RealModule

/// The number of the format nearest to a Double, ties to even.
///
/// The general way takes a microsecond; tables hold a hundred thousand numbers, so the usual formats have their own.
func number<Scalar: Real>(_ x: Double, in type: Scalar.Type = Scalar.self) -> Scalar {
  if Scalar.self == Double.self { return unsafeBitCast(x, to: Scalar.self) }
  if Scalar.self == Float.self { return unsafeBitCast(Float(x), to: Scalar.self) }
  return nearest(x)
}
