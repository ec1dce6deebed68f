internal import RealModule

/// Σ fᵢ², gathered residual by residual with the slopes of each.
struct SumOfSquares<Scalar: Real & Sendable> {
  private(set) var value: Scalar = 0
  private(set) var gradient: [Scalar]

  init(_ count: Int) { gradient = Array(repeating: 0, count: count) }

  /// Adds f² with the slopes of f that aren't 0, by their places.
  @inline(__always)
  mutating func add(_ f: Scalar, _ slopes: (Int, Scalar)...) {
    value += f * f
    for (place, slope) in slopes { gradient[place] += 2 * f * slope }
  }

  /// Adds f² with all slopes of f.
  @inline(__always)
  mutating func add(_ f: Scalar, all slopes: [Scalar]) {
    value += f * f
    for place in slopes.indices { gradient[place] += 2 * f * slopes[place] }
  }
}

/// p / q, for decimals that a format's literals can't say.
@inline(__always)
func ratio<Scalar: Real>(_ p: Int, _ q: Int) -> Scalar { Scalar(p) / Scalar(q) }
