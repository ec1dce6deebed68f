internal import RealModule

/// The functions of any number of unknowns, 21 to 35.
extension MGHProblem {
  @inline(__always)
  func addSized<S: Real>(_ x: [S], _ sum: inout SumOfSquares<S>) {
    let n = x.count
    switch self {
    case .extendedRosenbrock: for i in stride(from: 0, to: n, by: 2) { addRosenbrock(x, at: i, &sum) }
    case .extendedPowell: for i in stride(from: 0, to: n, by: 4) { addSingular(x, at: i, &sum) }
    case .penalty1:
      let root = S.sqrt(ratio(1, 100_000))
      for i in 0..<n { sum.add(root * (x[i] - 1), (i, root)) }
      sum.add(x.reduce(0) { $0 + $1 * $1 } - ratio(1, 4), all: x.map { 2 * $0 })
    case .penalty2: addPenalty2(x, &sum)
    case .variablyDimensioned:
      var weighted: S = 0
      for i in 0..<n {
        sum.add(x[i] - 1, (i, 1))
        weighted += S(i + 1) * (x[i] - 1)
      }
      sum.add(weighted, all: (1...n).map { S($0) })
      sum.add(weighted * weighted, all: (1...n).map { 2 * weighted * S($0) })
    case .trigonometric:
      let cosines = x.map { S.cos($0) }
      let total = cosines.reduce(0, +)
      for i in 0..<n {
        let k = S(i + 1)
        var slopes = x.map { S.sin($0) }
        slopes[i] += k * S.sin(x[i]) - cosines[i]
        sum.add(S(n) - total + k * (1 - cosines[i]) - S.sin(x[i]), all: slopes)
      }
    case .brownAlmostLinear:
      let total = x.reduce(0, +)
      for i in 0..<(n - 1) {
        var slopes = Array(repeating: 1 as S, count: n)
        slopes[i] = 2
        sum.add(x[i] + total - S(n + 1), all: slopes)
      }
      let others = (0..<n).map { i in (0..<n).reduce(1 as S) { $1 == i ? $0 : $0 * x[$1] } }
      sum.add(x.reduce(1, *) - 1, all: others)
    case .discreteBoundary, .discreteIntegral, .broydenTridiagonal, .broydenBanded: addEquations(x, &sum)
    case .chebyquad: addChebyquad(x, &sum)
    default: addLinear(x, &sum)
    }
  }

  private func addPenalty2<S: Real>(_ x: [S], _ sum: inout SumOfSquares<S>) {
    let n = x.count
    let root = S.sqrt(ratio(1, 100_000))
    let growth = x.map { S.exp($0 / 10) }
    sum.add(x[0] - ratio(1, 5), (0, 1))
    for i in 1..<n {
      let target = S.exp(ratio(i + 1, 10)) + S.exp(ratio(i, 10))
      sum.add(
        root * (growth[i] + growth[i - 1] - target), (i, root * growth[i] / 10), (i - 1, root * growth[i - 1] / 10))
      sum.add(root * (growth[i] - S.exp(ratio(-1, 10))), (i, root * growth[i] / 10))
    }
    var weighted: S = -1
    for i in 0..<n { weighted += S(n - i) * x[i] * x[i] }
    sum.add(weighted, all: (0..<n).map { 2 * S(n - $0) * x[$0] })
  }

  private func addLinear<S: Real>(_ x: [S], _ sum: inout SumOfSquares<S>) {
    let (n, m) = (x.count, Self.linearResiduals)
    switch self {
    case .linearFullRank:
      let share: S = ratio(2, m)
      let total = share * x.reduce(0, +)
      for i in 0..<m {
        var slopes = Array(repeating: -share, count: n)
        if i < n { slopes[i] += 1 }
        sum.add((i < n ? x[i] : 0) - total - 1, all: slopes)
      }
    case .linearRankOne:
      let weighted = (0..<n).reduce(0 as S) { $0 + S($1 + 1) * x[$1] }
      for i in 1...m { sum.add(S(i) * weighted - 1, all: (1...n).map { S(i * $0) }) }
    default:
      let weighted = (1..<(n - 1)).reduce(0 as S) { $0 + S($1 + 1) * x[$1] }
      for i in 1...m {
        let factor = i == 1 || i == m ? 0 : i - 1
        sum.add(S(factor) * weighted - 1, all: (1...n).map { $0 == 1 || $0 == n ? 0 : S(factor * $0) })
      }
    }
  }

  /// fᵢ is the mean of the i-th shifted Chebyshev polynomial less its integral.
  private func addChebyquad<S: Real>(_ x: [S], _ sum: inout SumOfSquares<S>) {
    let n = x.count
    let y = x.map { 2 * $0 - 1 }
    var (before, now) = (y.map { _ in 1 as S }, y)
    var (slopesBefore, slopes) = (y.map { _ in 0 as S }, y.map { _ in 2 as S })
    for i in 1...n {
      var f = now.reduce(0, +) / S(n)
      if i % 2 == 0 { f += ratio(1, i * i - 1) }
      sum.add(f, all: slopes.map { $0 / S(n) })
      for j in 0..<n {
        (before[j], now[j]) = (now[j], 2 * y[j] * now[j] - before[j])
        (slopesBefore[j], slopes[j]) = (slopes[j], 4 * before[j] + 2 * y[j] * slopes[j] - slopesBefore[j])
      }
    }
  }
}
