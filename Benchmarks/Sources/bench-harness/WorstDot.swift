import PropertyKit

/// The search for the worst error of a naive dot product of 8 Floats in ±1000.
enum WorstDot {
  /// log2 of the largest error in ulps of the result, with so many evaluations.
  static func bits(evaluations: Int, seed: UInt64) -> Double {
    let vectors = Generator<Float>.reals(in: -1000...1000).array(count: 8)
    let scale = 0x1p200
    var settings = Settings(seed: seed)
    settings.cases = 1
    settings.searchEvaluations = evaluations - 1
    let outcome = Property(zip(vectors, vectors)) { x, y in .scored(ulps(x, y) / scale) }.run(settings)
    return outcome.worst.map { log2(1 + ($0.score ?? 0) * scale) } ?? 0
  }

  /// The same evaluations spent on random cases.
  static func randomBits(evaluations: Int, seed: UInt64) -> Double {
    let vectors = Generator<Float>.reals(in: -1000...1000).array(count: 8)
    let pairs = zip(vectors, vectors)
    let worst =
      (0..<evaluations).compactMap { pairs.value(ofCase: $0, seed: seed) }.map { ulps($0.0, $0.1) }.max() ?? 0
    return log2(1 + worst)
  }

  private static func ulps(_ x: [Float], _ y: [Float]) -> Double {
    let naive = zip(x, y).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    // Products of Floats are exact in a Double; their sum is kept as an expansion, which is exact.
    let products = zip(x, y).map { Double($0) * Double($1) }
    let exact = Float(expansion(products).reduce(0, +))
    let error = expansion(products + [-Double(naive)]).reduce(0, +).magnitude
    return error / Double(exact.magnitude.ulp)
  }

  /// Reference: Shewchuk, *Adaptive Precision Floating-Point Arithmetic*, 1997, Grow-Expansion.
  private static func expansion(_ terms: [Double]) -> [Double] {
    var parts: [Double] = []
    for term in terms {
      var (sum, rest) = (term, [Double]())
      for part in parts {
        let total = sum + part
        let back = total - sum
        let error = (sum - (total - back)) + (part - back)
        if error != 0 { rest.append(error) }
        sum = total
      }
      parts = rest + [sum]
    }
    return parts
  }

  private static func log2(_ x: Double) -> Double {
    // Enough for a table: the exponent and the significand's share by Newton's series.
    var (value, fraction, weight) = (x.significand, 0.0, 0.5)
    for _ in 0..<20 {
      value *= value
      if value >= 2 {
        value /= 2
        fraction += weight
      }
      weight /= 2
    }
    return Double(x.exponent) + fraction
  }
}
