/// What the paper says of each function: its size, its start, its minimum.
extension MGHProblem {
  public var count: Int { usualStart.count }

  public var summary: String {
    switch self {
    case .rosenbrock: "Rosenbrock's curved valley"
    case .freudensteinRoth: "Freudenstein and Roth's, with a second minimum at 48.98"
    case .powellBadlyScaled: "Powell's badly scaled"
    case .brownBadlyScaled: "Brown's badly scaled"
    case .beale: "Beale's, with sharp corners"
    case .jennrichSampson: "Jennrich and Sampson's"
    case .helicalValley: "Fletcher and Powell's helical valley"
    case .bard: "Bard's fit of a rational function"
    case .gaussian: "a fit of a Gaussian"
    case .meyer: "Meyer's thermistor, badly scaled"
    case .gulf: "the Gulf research and development function"
    case .box: "Box's three-dimensional"
    case .powellSingular: "Powell's with a singular Hessian"
    case .wood: "Colville's, after Wood"
    case .kowalikOsborne: "Kowalik and Osborne's enzyme reaction"
    case .brownDennis: "Brown and Dennis's"
    case .osborne1: "Osborne's fit of two exponentials"
    case .biggs: "Biggs's fit of three exponentials"
    case .osborne2: "Osborne's fit of four peaks"
    case .watson: "Watson's polynomial of degree 5"
    case .extendedRosenbrock: "ten of Rosenbrock's"
    case .extendedPowell: "five of Powell's singular"
    case .penalty1: "the first penalty function"
    case .penalty2: "the second penalty function"
    case .variablyDimensioned: "the variably dimensioned"
    case .trigonometric: "Spedicato's trigonometric"
    case .brownAlmostLinear: "Brown's almost linear"
    case .discreteBoundary: "a discrete boundary value problem"
    case .discreteIntegral: "a discrete integral equation"
    case .broydenTridiagonal: "Broyden's tridiagonal"
    case .broydenBanded: "Broyden's banded"
    case .linearFullRank: "a linear function of full rank"
    case .linearRankOne: "a linear function of rank 1"
    case .linearRankOneZero: "a linear function of rank 1 with zero rows and columns"
    case .chebyquad: "Chebyshev quadrature"
    }
  }

  /// The standard starting point.
  var usualStart: [Double] {
    switch self {
    case .rosenbrock: [-1.2, 1]
    case .freudensteinRoth: [0.5, -2]
    case .powellBadlyScaled: [0, 1]
    case .brownBadlyScaled, .beale: [1, 1]
    case .jennrichSampson: [0.3, 0.4]
    case .helicalValley: [-1, 0, 0]
    case .bard: [1, 1, 1]
    case .gaussian: [0.4, 1, 0]
    case .meyer: [0.02, 4000, 250]
    case .gulf: [5, 2.5, 0.15]
    case .box: [0, 10, 20]
    case .powellSingular: [3, -1, 0, 1]
    case .wood: [-3, -1, -3, -1]
    case .kowalikOsborne: [0.25, 0.39, 0.415, 0.39]
    case .brownDennis: [25, 5, -5, -1]
    case .osborne1: [0.5, 1.5, -1, 0.01, 0.02]
    case .biggs: [1, 2, 1, 1, 1, 1]
    case .osborne2: [1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5]
    case .watson: Array(repeating: 0, count: 6)
    case .extendedRosenbrock: (0..<20).map { $0 % 2 == 0 ? -1.2 : 1 }
    case .extendedPowell: (0..<20).map { [3, -1, 0, 1][$0 % 4] }
    case .penalty1: (1...10).map { Double($0) }
    case .penalty2: Array(repeating: 0.5, count: 10)
    case .variablyDimensioned: (1...10).map { 1 - Double($0) / 10 }
    case .trigonometric: Array(repeating: 0.1, count: 10)
    case .brownAlmostLinear: Array(repeating: 0.5, count: 10)
    case .discreteBoundary, .discreteIntegral: (1...10).map { Double($0) / 11 * (Double($0) / 11 - 1) }
    case .broydenTridiagonal, .broydenBanded: Array(repeating: -1, count: 10)
    case .linearFullRank, .linearRankOne, .linearRankOneZero: Array(repeating: 1, count: 10)
    case .chebyquad: (1...8).map { Double($0) / 9 }
    }
  }

  /// How many residuals the linear functions have.
  static let linearResiduals = 20

  public var minimum: KnownMinimum? {
    let (value, point) = knownMinimum
    // The paper gives six digits where the minimum isn't known in closed form; 0 and the linear functions' are exact.
    let exact = value == 0 || rawValue >= 32 && self != .chebyquad
    return KnownMinimum(value, relativeError: exact ? 0 : 1e-5, at: point, source: "Moré, Garbow, Hillstrom 1981")
  }

  private var knownMinimum: (Double, [Double]?) {
    let m = Double(Self.linearResiduals)
    return switch self {
    case .rosenbrock: (0, [1, 1])
    case .freudensteinRoth: (0, [5, 4])
    case .powellBadlyScaled: (0, [1.098159327e-5, 9.106146738])
    case .brownBadlyScaled: (0, [1e6, 2e-6])
    case .beale: (0, [3, 0.5])
    case .jennrichSampson: (124.362182, [0.257825, 0.257825])
    case .helicalValley: (0, [1, 0, 0])
    case .bard: (8.214877e-3, [0.08241056, 1.133036, 2.343695])
    case .gaussian: (1.127932e-8, [0.3989561, 1.0000191, 0])
    case .meyer: (87.94585, [0.005609636, 6181.346, 345.2236])
    case .gulf: (0, [50, 25, 1.5])
    case .box: (0, [1, 10, 1])
    case .powellSingular: (0, [0, 0, 0, 0])
    case .wood: (0, [1, 1, 1, 1])
    case .kowalikOsborne: (3.075056e-4, [0.1928069, 0.1912823, 0.1230565, 0.1360623])
    case .brownDennis: (85822.2016, [-11.59444, 13.20363, -0.4034395, 0.2367788])
    case .osborne1: (5.464895e-5, [0.3754101, 1.935847, -1.464687, 0.01286753, 0.02212270])
    case .biggs: (0, [1, 10, 1, 5, 4, 3])
    case .osborne2:
      (
        4.013774e-2,
        [
          1.309977, 0.4315538, 0.6336617, 0.5994305, 0.7541832, 0.9042886, 1.3658118, 4.823699, 2.398685, 4.568875,
          5.675341,
        ]
      )
    case .watson:
      (2.287670e-3, [-0.01572509, 1.0124349, -0.232991626, 1.26043009, -1.51372892, 0.9929964])
    case .extendedRosenbrock: (0, Array(repeating: 1, count: 20))
    case .extendedPowell: (0, Array(repeating: 0, count: 20))
    case .penalty1: (7.087651e-5, nil)
    case .penalty2: (2.936605e-4, nil)
    case .variablyDimensioned: (0, Array(repeating: 1, count: 10))
    case .trigonometric: (0, Array(repeating: 0, count: 10))
    case .brownAlmostLinear: (0, Array(repeating: 1, count: 10))
    case .discreteBoundary, .discreteIntegral, .broydenTridiagonal: (0, nil)
    // Solved here; from the start a descent may also end in a local minimum at 2.68.
    case .broydenBanded:
      (
        0,
        [
          -0.4283028635872501, -0.47659642435629007, -0.5196524636468617, -0.5580993248321812, -0.5925061568294573,
          -0.624503682199468, -0.6232394714405911, -0.6213938417965734, -0.6204535966590874, -0.5864692707204352,
        ]
      )
    case .linearFullRank: (m - 10, Array(repeating: -1, count: 10))
    case .linearRankOne: (m * (m - 1) / (2 * (2 * m + 1)), nil)
    case .linearRankOneZero: ((m * m + 3 * m - 6) / (2 * (2 * m - 3)), nil)
    case .chebyquad: (3.516874e-3, nil)
    }
  }
}
