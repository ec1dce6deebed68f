internal import RealModule

/// The systems of equations in which each unknown meets its neighbours.
extension MGHProblem {
  func addEquations<S: Real>(_ x: [S], _ sum: inout SumOfSquares<S>) {
    let n = x.count
    let h: S = ratio(1, n + 1)
    let ends = (0..<n).map { x[$0] + S($0 + 1) * h + 1 }
    for i in 0..<n {
      var slopes = Array(repeating: S.zero, count: n)
      let f: S
      switch self {
      case .discreteBoundary:
        slopes[i] = 2 + 3 * h * h * ends[i] * ends[i] / 2
        if i > 0 { slopes[i - 1] = -1 }
        if i + 1 < n { slopes[i + 1] = -1 }
        let (left, right) = (i > 0 ? x[i - 1] : 0, i + 1 < n ? x[i + 1] : 0)
        f = 2 * x[i] - left - right + h * h * ends[i] * ends[i] * ends[i] / 2
      case .discreteIntegral:
        let t = S(i + 1) * h
        var integral: S = 0
        for j in 0..<n {
          let s = S(j + 1) * h
          let kernel = j <= i ? (1 - t) * s : t * (1 - s)
          integral += kernel * ends[j] * ends[j] * ends[j]
          slopes[j] = 3 * h * kernel * ends[j] * ends[j] / 2
        }
        slopes[i] += 1
        f = x[i] + h * integral / 2
      case .broydenTridiagonal:
        slopes[i] = 3 - 4 * x[i]
        if i > 0 { slopes[i - 1] = -1 }
        if i + 1 < n { slopes[i + 1] = -2 }
        let (left, right) = (i > 0 ? x[i - 1] : 0, i + 1 < n ? x[i + 1] : 0)
        f = (3 - 2 * x[i]) * x[i] - left - 2 * right + 1
      default:
        slopes[i] = 2 + 15 * x[i] * x[i]
        var near: S = 0
        for j in max(0, i - 5)...min(n - 1, i + 1) where j != i {
          near += x[j] * (1 + x[j])
          slopes[j] = -(1 + 2 * x[j])
        }
        f = x[i] * (2 + 5 * x[i] * x[i]) + 1 - near
      }
      sum.add(f, all: slopes)
    }
  }
}
