public import RealModule

extension ExactDecimal {
  /// The nearest number of the format, ties to even.
  ///
  /// Works for every `Real`, because precision and range are asked of the type: subnormals are reached, and what is past
  /// the largest finite number becomes infinite.
  ///
  /// Error Bounds: half an ulp of the exact decimal; the result is correctly rounded.
  /// - Complexity: O((digits + |exponent|)²), meant for hyperparameters and not for data.
  public func rounded<Scalar: Real>(to type: Scalar.Type = Scalar.self) -> Scalar {
    let magnitude: Scalar = nearest(
      significand * Natural.power(of: 10, max(exponent, 0)), over: Natural.power(of: 10, max(-exponent, 0)),
      scale: 0)
    return isNegative ? -magnitude : magnitude
  }
}

/// The number of the format nearest to a Double, ties to even: correctly rounded, since a Double is a dyadic rational.
public func nearest<Scalar: Real>(_ x: Double, in type: Scalar.Type = Scalar.self) -> Scalar {
  guard x.isFinite else { return x.isNaN ? .nan : x < 0 ? -.infinity : .infinity }
  guard x != 0 else { return x.sign == .minus ? -Scalar.zero : .zero }
  let scale = Int(x.ulp.exponent)
  let units = UInt64(x.magnitude / x.ulp)
  let magnitude: Scalar = nearest(Natural(units), over: Natural(1), scale: scale)
  return x < 0 ? -magnitude : magnitude
}

/// The number of the format nearest to `numerator / denominator · 2^scale`, ties to even.
private func nearest<Scalar: Real>(_ numerator: Natural, over denominator: Natural, scale: Int) -> Scalar {
  guard !numerator.isZero else { return .zero }
  let precision = 1 - Int(Scalar.ulpOfOne.exponent)

  // The exponent of the quotient is this difference of widths or one less.
  var exponent = numerator.bitWidth - denominator.bitWidth
  if numerator << max(-exponent, 0) < denominator << max(exponent, 0) { exponent -= 1 }

  // The weight of the last bit: a format with subnormals keeps no bit under its least number.
  let least = Int(Scalar.leastNonzeroMagnitude.exponent)
  var last = exponent + scale - (precision - 1)
  if least < Int(Scalar.leastNormalMagnitude.exponent) { last = max(last, least) }

  let shift = scale - last
  var (units, rest) = (numerator << max(shift, 0)).dividedWithRemainder(by: denominator << max(-shift, 0))
  let twice = rest << 1
  let divisor = denominator << max(-shift, 0)
  let isOdd = units.words.first.map { $0 & 1 == 1 } ?? false
  if divisor < twice || (divisor == twice && isOdd) { units = units + Natural(1) }

  guard !units.isZero else { return .zero }
  guard units.bitWidth - 1 + last <= Int(Scalar.greatestFiniteMagnitude.exponent) else { return .infinity }

  // Word by word: every partial value has at most `precision` bits, so nothing rounds.
  var significand = Scalar(units.words.last ?? 0)
  for word in units.words.dropLast().reversed() {
    significand = significand * Scalar(1 << 32) + Scalar(word)
  }
  return Scalar(sign: .plus, exponent: Scalar.Exponent(last), significand: significand)
}
