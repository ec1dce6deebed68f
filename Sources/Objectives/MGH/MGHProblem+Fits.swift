internal import RealModule

/// The fits of curves to measurements.
extension MGHProblem {
  func addFit<S: Real>(_ x: [S], _ sum: inout SumOfSquares<S>) {
    switch self {
    case .bard:
      for i in 1...15 {
        let (u, v, w) = (S(i), S(16 - i), S(min(i, 16 - i)))
        let below = v * x[1] + w * x[2]
        let slope = u / (below * below)
        sum.add(measured(i, 100) - (x[0] + u / below), (0, -1), (1, slope * v), (2, slope * w))
      }
    case .gaussian:
      for i in 1...15 {
        let from: S = ratio(8 - i, 2) - x[2]
        let bell = S.exp(-x[1] * from * from / 2)
        let peak = x[0] * bell
        sum.add(peak - measured(i, 10000), (0, bell), (1, -peak * from * from / 2), (2, peak * x[1] * from))
      }
    case .meyer:
      for i in 1...16 {
        let below = S(45 + 5 * i) + x[2]
        let growth = S.exp(x[1] / below)
        let whole = x[0] * growth
        sum.add(whole - measured(i, 1), (0, growth), (1, whole / below), (2, -whole * x[1] / (below * below)))
      }
    case .gulf:
      for i in 1...99 {
        let t: S = ratio(i, 100)
        let signed = x[1] - (25 + S.pow(-50 * S.log(t), ratio(2, 3)))
        let distance = signed < 0 ? -signed : signed
        let power = S.pow(distance, x[2])
        let decay = S.exp(-power / x[0])
        let towards: S = signed < 0 ? -1 : 1
        sum.add(
          decay - t, (0, decay * power / (x[0] * x[0])), (1, -decay * x[2] * power / (distance * x[0]) * towards),
          (2, -decay * power * S.log(distance) / x[0]))
      }
    case .box:
      for i in 1...20 {
        let t: S = ratio(i, 10)
        let (a, b, c) = (S.exp(-t * x[0]), S.exp(-t * x[1]), S.exp(-t) - S.exp(-S(i)))
        sum.add(a - b - x[2] * c, (0, -t * a), (1, t * b), (2, -c))
      }
    case .kowalikOsborne:
      for i in 1...11 {
        let u: S = Self.enzyme(i)
        let (above, below) = (u * (u + x[1]), u * (u + x[2]) + x[3])
        let fraction = above / below
        let slope = x[0] * fraction / below
        sum.add(
          measured(i, 10000) - x[0] * fraction, (0, -fraction), (1, -x[0] * u / below), (2, slope * u), (3, slope))
      }
    case .brownDennis:
      for i in 1...20 {
        let t: S = ratio(i, 5)
        let (a, b) = (x[0] + t * x[1] - S.exp(t), x[2] + x[3] * S.sin(t) - S.cos(t))
        sum.add(a * a + b * b, (0, 2 * a), (1, 2 * a * t), (2, 2 * b), (3, 2 * b * S.sin(t)))
      }
    case .osborne1:
      for i in 1...33 {
        let t = S(10 * (i - 1))
        let (a, b) = (S.exp(-t * x[3]), S.exp(-t * x[4]))
        sum.add(
          measured(i, 1000) - (x[0] + x[1] * a + x[2] * b), (0, -1), (1, -a), (2, -b), (3, x[1] * t * a),
          (4, x[2] * t * b))
      }
    case .biggs:
      for i in 1...13 {
        let t: S = ratio(i, 10)
        let (a, b, c) = (S.exp(-t * x[0]), S.exp(-t * x[1]), S.exp(-t * x[4]))
        let target = S.exp(-t) - 5 * S.exp(-10 * t) + 3 * S.exp(-4 * t)
        sum.add(
          x[2] * a - x[3] * b + x[5] * c - target, (0, -t * x[2] * a), (1, t * x[3] * b), (2, a), (3, -b),
          (4, -t * x[5] * c), (5, c))
      }
    case .osborne2: addPeaks(x, &sum)
    default: preconditionFailure("\(self) is no fit.")
    }
  }

  private func addPeaks<S: Real>(_ x: [S], _ sum: inout SumOfSquares<S>) {
    for i in 1...65 {
      let t: S = ratio(i - 1, 10)
      var slopes = Array(repeating: S.zero, count: 11)
      let decay = S.exp(-t * x[4])
      var model = x[0] * decay
      (slopes[0], slopes[4]) = (-decay, x[0] * t * decay)
      for k in 0..<3 {
        let (height, width, from) = (x[k + 1], x[k + 5], t - x[k + 8])
        let bell = S.exp(-from * from * width)
        model += height * bell
        slopes[k + 1] = -bell
        slopes[k + 5] = height * from * from * bell
        slopes[k + 8] = -2 * height * bell * width * from
      }
      sum.add(measured(i, 1000) - model, all: slopes)
    }
  }

  /// The i-th measurement, kept as a whole number of 1/`unit`.
  private func measured<S: Real>(_ i: Int, _ unit: Int) -> S { ratio(Self.measurements(self)[i - 1], unit) }

  /// The concentrations of the enzyme reaction: the inverses of 1/4, 1/2, 1, 2, 4 … as the paper rounds them.
  private static func enzyme<S: Real>(_ i: Int) -> S {
    ratio([40000, 20000, 10000, 5000, 2500, 1670, 1250, 1000, 833, 714, 625][i - 1], 10000)
  }

  private static func measurements(_ problem: MGHProblem) -> [Int] {
    switch problem {
    case .bard: bardData
    case .gaussian: gaussianData
    case .meyer: meyerData
    case .kowalikOsborne: kowalikOsborneData
    case .osborne1: osborne1Data
    case .osborne2: osborne2Data
    default: []
    }
  }

  private static let bardData = [14, 18, 22, 25, 29, 32, 35, 39, 37, 58, 73, 96, 134, 210, 439]
  private static let gaussianData = [9, 44, 175, 540, 1295, 2420, 3521, 3989, 3521, 2420, 1295, 540, 175, 44, 9]
  private static let meyerData = [
    34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872,
  ]
  private static let kowalikOsborneData = [1957, 1947, 1735, 1600, 844, 627, 456, 342, 323, 235, 246]
  private static let osborne1Data = [
    844, 908, 932, 936, 925, 908, 881, 850, 818, 784, 751, 718, 685, 658, 628, 603, 580, 558, 538, 522, 506, 490, 478,
    467, 457, 448, 438, 431, 424, 420, 414, 411, 406,
  ]
  private static let osborne2Data = [
    1366, 1191, 1112, 1013, 991, 885, 831, 847, 786, 725, 746, 679, 608, 655, 616, 606, 602, 626, 651, 724, 649, 649,
    694, 644, 624, 661, 612, 558, 533, 495, 500, 423, 395, 375, 372, 391, 396, 405, 428, 429, 523, 562, 607, 653, 672,
    708, 633, 668, 645, 632, 591, 559, 597, 625, 739, 710, 729, 720, 636, 581, 428, 292, 162, 98, 54,
  ]
}
