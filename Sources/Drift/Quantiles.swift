internal import RealModule

/// The quantiles that confidence intervals need, each by bisection on its distribution function: slow, short, and right to
/// Double's last digits.
package enum Quantiles {
  /// x with P(X ≤ x) = p for a standard normal X.
  package static func normal(_ p: Double) -> Double {
    bisect(-40...40) { .erfc(-$0 / 2.0.squareRoot()) / 2 < p }
  }

  /// x with P(X ≤ x) = p for a χ² variable of `freedom` degrees.
  package static func chiSquared(_ p: Double, freedom: Int) -> Double {
    let (k, most) = (Double(freedom), Double(freedom) * 10 + 100)
    return bisect(0...most) { lowerGamma(k / 2, $0 / 2) < p }
  }

  /// The regularised lower incomplete gamma function P(a, x), by its series Σ xⁿ / (a (a + 1) … (a + n)).
  static func lowerGamma(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    var (term, sum) = (1 / a, 1 / a)
    var n = 1.0
    while term > sum * 1e-17 {
      term *= x / (a + n)
      sum += term
      n += 1
    }
    return min(1, .exp(a * .log(x) - x - .logGamma(a)) * sum)
  }

  /// Where `isBelow` turns false.
  private static func bisect(_ range: ClosedRange<Double>, _ isBelow: (Double) -> Bool) -> Double {
    var (low, high) = (range.lowerBound, range.upperBound)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if isBelow(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// Significant bits of a result from samples of it under random rounding.
package enum SignificantBits {
  /// −log₂(σ/|μ|) with the sample deviation σ and the mean μ, at most `bits`, which is what samples that all agree have; `nil`
  /// if a sample is not finite. For a mean of 0 there are none.
  ///
  /// Reference: Parker, *Monte Carlo Arithmetic*, 1997.
  package static func of(_ samples: some RandomAccessCollection<Double>, bits: Int) -> Double? {
    let n = Double(samples.count)
    guard samples.allSatisfy(\.isFinite), n > 1 else { return nil }
    let scale = samples.reduce(0) { max($0, $1.magnitude) }
    guard scale > 0 else { return Double(bits) }
    let mean = samples.reduce(0) { $0 + $1 / scale } / n
    let squares = samples.reduce(0) { $0 + ($1 / scale - mean) * ($1 / scale - mean) }
    let deviation = (squares / (n - 1)).squareRoot()
    guard deviation > 0 else { return Double(bits) }
    guard mean != 0 else { return 0 }
    return min(Double(bits), max(0, -.log2(deviation / mean.magnitude)))
  }

  /// What is taken off −log₂(σ/|μ|) for a lower bound: with `confidence`, a further sample agrees with the mean in that many
  /// bits with `probability`, if the errors are normal.
  ///
  /// Reference: Sohier et al., *Confidence Intervals for Stochastic Arithmetic*, ACM TOMS 47(2), 2021, centred normality
  /// hypothesis.
  package static func margin(samples: Int, probability: Double, confidence: Double) -> Double {
    let chi = Quantiles.chiSquared((1 - confidence) / 2, freedom: samples - 1)
    return .log2(Double(samples - 1) / chi) / 2 + .log2(Quantiles.normal((probability + 1) / 2))
  }
}
