internal import RealModule

/// The functions of a fixed number of unknowns, 1 to 20.
extension MGHProblem {
  @inline(__always)
  func addFixed<S: Real>(_ x: [S], _ sum: inout SumOfSquares<S>) {
    switch self {
    case .rosenbrock: addRosenbrock(x, at: 0, &sum)
    case .freudensteinRoth:
      let (a, y) = (x[0], x[1])
      sum.add(a - 13 + ((5 - y) * y - 2) * y, (0, 1), (1, (10 - 3 * y) * y - 2))
      sum.add(a - 29 + ((y + 1) * y - 14) * y, (0, 1), (1, (3 * y + 2) * y - 14))
    case .powellBadlyScaled:
      let (a, b) = (S.exp(-x[0]), S.exp(-x[1]))
      sum.add(10000 * x[0] * x[1] - 1, (0, 10000 * x[1]), (1, 10000 * x[0]))
      sum.add(a + b - ratio(10001, 10000), (0, -a), (1, -b))
    case .brownBadlyScaled:
      sum.add(x[0] - 1_000_000, (0, 1))
      sum.add(x[1] - ratio(2, 1_000_000), (1, 1))
      sum.add(x[0] * x[1] - 2, (0, x[1]), (1, x[0]))
    case .beale:
      let y = x[1]
      let powers = [y, y * y, y * y * y]
      let slopes = [1, 2 * y, 3 * y * y]
      let targets: [S] = [ratio(3, 2), ratio(9, 4), ratio(21, 8)]
      for i in 0..<3 { sum.add(targets[i] - x[0] * (1 - powers[i]), (0, powers[i] - 1), (1, x[0] * slopes[i])) }
    case .jennrichSampson:
      for i in 1...10 {
        let k = S(i)
        let (a, b) = (S.exp(k * x[0]), S.exp(k * x[1]))
        sum.add(2 + 2 * k - (a + b), (0, -k * a), (1, -k * b))
      }
    case .helicalValley: addHelix(x, &sum)
    case .powellSingular: addSingular(x, at: 0, &sum)
    case .wood:
      let (a, b, c, d) = (x[0], x[1], x[2], x[3])
      let (root90, root10) = (S.sqrt(90), S.sqrt(10))
      sum.add(10 * (b - a * a), (0, -20 * a), (1, 10))
      sum.add(1 - a, (0, -1))
      sum.add(root90 * (d - c * c), (2, -2 * root90 * c), (3, root90))
      sum.add(1 - c, (2, -1))
      sum.add(root10 * (b + d - 2), (1, root10), (3, root10))
      sum.add((b - d) / root10, (1, 1 / root10), (3, -1 / root10))
    case .watson: addWatson(x, &sum)
    default: addFit(x, &sum)
    }
  }

  /// Rosenbrock's residuals of two neighbours.
  @inline(__always)
  func addRosenbrock<S: Real>(_ x: [S], at i: Int, _ sum: inout SumOfSquares<S>) {
    sum.add(10 * (x[i + 1] - x[i] * x[i]), (i, -20 * x[i]), (i + 1, 10))
    sum.add(1 - x[i], (i, -1))
  }

  /// Powell's singular residuals of four neighbours.
  @inline(__always)
  func addSingular<S: Real>(_ x: [S], at i: Int, _ sum: inout SumOfSquares<S>) {
    let (root5, root10) = (S.sqrt(5), S.sqrt(10))
    let (inner, outer) = (x[i + 1] - 2 * x[i + 2], x[i] - x[i + 3])
    sum.add(x[i] + 10 * x[i + 1], (i, 1), (i + 1, 10))
    sum.add(root5 * (x[i + 2] - x[i + 3]), (i + 2, root5), (i + 3, -root5))
    sum.add(inner * inner, (i + 1, 2 * inner), (i + 2, -4 * inner))
    sum.add(root10 * outer * outer, (i, 2 * root10 * outer), (i + 3, -2 * root10 * outer))
  }

  /// The angle is in turns, from −1/4 to 3/4.
  private func addHelix<S: Real>(_ x: [S], _ sum: inout SumOfSquares<S>) {
    let square = x[0] * x[0] + x[1] * x[1]
    let turn = 1 / (2 * S.pi)
    var angle = x[0] == 0 ? (x[1] > 0 ? 1 : -1) / 4 : turn * S.atan(x[1] / x[0])
    if x[0] < 0 { angle += ratio(1, 2) }
    let (radius, factor) = (S.sqrt(square), 100 * turn / square)
    sum.add(10 * (x[2] - 10 * angle), (0, factor * x[1]), (1, -factor * x[0]), (2, 10))
    sum.add(10 * (radius - 1), (0, 10 * x[0] / radius), (1, 10 * x[1] / radius))
    sum.add(x[2], (2, 1))
  }

  private func addWatson<S: Real>(_ x: [S], _ sum: inout SumOfSquares<S>) {
    for i in 1...29 {
      let t: S = ratio(i, 29)
      var (slope, whole, power): (S, S, S) = (0, 0, 1)
      var (before, slopes) = (S.zero, [S]())
      var powers: [S] = []
      for j in x.indices {
        slope += S(j) * x[j] * before
        whole += x[j] * power
        slopes.append(S(j) * before)
        powers.append(power)
        (before, power) = (power, power * t)
      }
      for j in x.indices { slopes[j] -= 2 * whole * powers[j] }
      sum.add(slope - whole * whole - 1, all: slopes)
    }
    sum.add(x[0], (0, 1))
    sum.add(x[1] - x[0] * x[0] - 1, (0, -2 * x[0]), (1, 1))
  }
}
