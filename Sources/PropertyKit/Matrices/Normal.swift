/// Normally distributed numbers by the ziggurat method: 98.8 % of them cost one random word and one product.
///
/// Reference: Marsaglia, Tsang, *The Ziggurat Method for Generating Random Variables*, Journal of Statistical Software 5,
/// 2000; with 128 layers, r = 3.442619855899 and v = 9.91256303526217e-3 as there.
enum Normal {
  static let layers = 128
  private static let edge = 3.442619855899

  /// x_i and f(x_i) of each layer's edge; x_0 is the width that gives the base layer its area.
  private static let tables: (x: [Double], f: [Double]) = {
    let area = 9.91256303526217e-3
    func density(_ x: Double) -> Double { exponential(-x * x / 2) }
    var x = [Double](repeating: 0, count: layers + 1)
    x[0] = area / density(edge)
    x[1] = edge
    for i in 2..<layers {
      x[i] = (-2 * logarithm(area / x[i - 1] + density(x[i - 1]))).squareRoot()
    }
    return (x, x.map(density))
  }()

  static func draw(_ random: inout RandomStream) -> Double {
    let tables = tables
    return tables.x.withUnsafeBufferPointer { x in
      tables.f.withUnsafeBufferPointer { f in draw(&random, x, f) }
    }
  }

  static func fill(_ numbers: UnsafeMutableBufferPointer<Double>, _ random: inout RandomStream) {
    let tables = tables
    tables.x.withUnsafeBufferPointer { x in
      tables.f.withUnsafeBufferPointer { f in
        // A local stream stays in registers.
        var local = random
        for i in numbers.indices {
          // The usual case by hand: the stream needs no address, and stays in a register.
          let word = local.next()
          let layer = Int(truncatingIfNeeded: word & 127)
          let z = candidate(word) * x[layer]
          if z.magnitude < x[layer + 1] {
            numbers[i] = z
          } else {
            var other = local
            numbers[i] = edgeCase(layer, z, &other, f) ?? draw(&other, x, f)
            local = other
          }
        }
        random = local
      }
    }
  }

  /// A vector of length 1 in a random direction.
  static func unitVector(_ count: Int, _ random: inout RandomStream) -> [Double] {
    var vector = (0..<count).map { _ in draw(&random) }
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for i in vector.indices { vector[i] = norm > 0 ? vector[i] / norm : i == 0 ? 1 : 0 }
    return vector
  }

  /// 53 bits of the word, as a number in [−1, 1).
  @inline(__always)
  private static func candidate(_ word: UInt64) -> Double { Double(Int64(bitPattern: word) >> 11) * 0x1p-52 }

  @inline(__always)
  private static func draw(
    _ random: inout RandomStream, _ x: UnsafeBufferPointer<Double>, _ f: UnsafeBufferPointer<Double>
  ) -> Double {
    while true {
      let word = random.next()
      let layer = Int(truncatingIfNeeded: word & 127)
      let z = candidate(word) * x[layer]
      if z.magnitude < x[layer + 1] { return z }
      if let z = edgeCase(layer, z, &random, f) { return z }
    }
  }

  /// The number outside of the part of its layer that lies wholly under the density, or nil to try again.
  @inline(never)
  private static func edgeCase(
    _ layer: Int, _ z: Double, _ random: inout RandomStream, _ f: UnsafeBufferPointer<Double>
  ) -> Double? {
    guard layer == 0 else {
      let height = f[layer] + (f[layer + 1] - f[layer]) * random.unit()
      return height < exponential(-z * z / 2) ? z : nil
    }
    while true {
      let past = -logarithm(1 - random.unit()) / edge
      let y = -logarithm(1 - random.unit())
      if 2 * y > past * past { return z < 0 ? -edge - past : edge + past }
    }
  }

  // Without a library of mathematical functions; good to a few ulps, which random numbers don't notice.

  static func exponential(_ x: Double) -> Double {
    let ln2 = 0.693147180559945309417
    let k = (x / ln2).rounded()
    let r = x - k * ln2
    var (sum, term) = (1.0, 1.0)
    for i in 1...14 {
      term *= r / Double(i)
      sum += term
    }
    return Double(sign: .plus, exponent: Int(k), significand: sum)
  }

  static func logarithm(_ x: Double) -> Double {
    guard x > 0 else { return -Double.infinity }
    let ln2 = 0.693147180559945309417
    // log m = 2 artanh((m − 1)/(m + 1)) for m in [√½, √2).
    var (m, e) = (x.significand, Double(x.exponent))
    if m > 1.41421356237309505 { (m, e) = (m / 2, e + 1) }
    let t = (m - 1) / (m + 1)
    var (sum, power) = (0.0, t)
    for i in stride(from: 1, through: 25, by: 2) {
      sum += power / Double(i)
      power *= t * t
    }
    return 2 * sum + e * ln2
  }
}
