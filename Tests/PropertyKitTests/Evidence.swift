import Foundation

@testable import PropertyKit

/// Where a claim that is tried many thousand times fails: an `#expect` for each would take longer than what it tests.
struct Failures: CustomStringConvertible {
  private(set) var count = 0
  private var first = ""

  var isEmpty: Bool { count == 0 }
  var description: String { "\(count) failures, the first: \(first)" }

  mutating func add(unless holds: Bool, _ place: @autoclosure () -> String) {
    guard !holds else { return }
    if count == 0 { first = place() }
    count += 1
  }
}

/// Thresholds that numbers drawn as they should be pass in all but one of a million seeds.
enum Chance {
  /// ln 10⁶.
  private static let certainty = 13.815510557964274

  /// The largest distance between the distribution function and that of `count` numbers drawn from it.
  ///
  /// Reference: Massart, *The Tight Constant in the Dvoretzky–Kiefer–Wolfowitz Inequality*, Annals of Probability 18, 1990:
  /// P(D > ε) ≤ 2 exp(−2nε²).
  static func distance(count: Int) -> Double { ((certainty + log(2)) / (2 * Double(count))).squareRoot() }

  /// The largest sum of squares over their expectation.
  ///
  /// Reference: Laurent, Massart, *Adaptive Estimation of a Quadratic Functional by Model Selection*, Annals of Statistics
  /// 28, 2000, lemma 1: P(χ² ≥ k + 2√(kx) + 2x) ≤ exp(−x).
  static func chiSquare(degrees k: Int) -> Double {
    Double(k) + 2 * (Double(k) * certainty).squareRoot() + 2 * certainty
  }

  /// How many standard deviations a normal number lies from its mean: P(|z| > 4.892) = 10⁻⁶.
  static let deviations = 4.892

  /// Kolmogorov's distance between the numbers and the distribution function.
  static func distance(of numbers: [Double], from distribution: (Double) -> Double) -> Double {
    let (sorted, n) = (numbers.sorted(), Double(numbers.count))
    return sorted.indices.reduce(0) { worst, i in
      let p = distribution(sorted[i])
      return max(worst, p - Double(i) / n, Double(i + 1) / n - p)
    }
  }

  /// χ² of how often each of some equally likely values came.
  static func chiSquare(of counts: some Collection<Int>) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    return counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
  }
}

extension Generator {
  /// The values of the first cases of a seed.
  func values(_ count: Int, seed: UInt64 = 1) -> [Value] { (0..<count).compactMap { value(ofCase: $0, seed: seed) } }
}

extension Dyadic {
  /// ±n · 2^scale, by another way than the library's.
  init(exactly n: UInt128, scale: Int = 0, isNegative: Bool = false) {
    guard n != 0 else {
      self = .zero
      return
    }
    let shift = n.leadingZeroBitCount
    let aligned = n << UInt128(shift)
    self.init(
      isNegative: isNegative, exponent: 127 - shift + scale, high: UInt64(aligned >> 64),
      low: [UInt64(truncatingIfNeeded: aligned)])
  }

  init(exactly n: Int128, scale: Int = 0) { self.init(exactly: n.magnitude, scale: scale, isNegative: n < 0) }
}

extension RandomStream {
  /// An integer with a number of bits that is as likely as any other up to `most`.
  mutating func short(bits most: Int) -> UInt128 {
    let word = UInt128(next()) << 64 | UInt128(next())
    return word >> UInt128(128 - 1 - below(most))
  }

  /// Any bits of a Double; one in four has the exponent field of subnormal numbers, one in 64 that of infinity.
  mutating func pattern() -> UInt64 {
    let word = next()
    switch below(64) {
    case 0: return word & (1 << 63) | 0x7FF << 52
    case 1..<17: return word & ~(0x7FF << 52)
    default: return word
    }
  }
}
