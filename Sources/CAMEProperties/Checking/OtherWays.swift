internal import CAMECore
public import LabRecords
internal import PropertyKit

/// Ways in which ports of optimizers are tested today, rebuilt here to see what they would notice.
///
/// They are our stand-ins, not the tests of those projects: a convex problem whose loss must fall, and one or ten steps held
/// against the reference with a tolerance that was typed in.
public struct OtherWay: Sendable {
  public let name: String
  public let description: String
  private let notices: @Sendable (Mutant) throws -> Bool

  /// What it notices of the mutants.
  public func record(_ mutants: [Mutant]) -> OtherWayRecord {
    // A mutant that throws is noticed by every way.
    let noticed = mutants.filter { mutant in (try? notices(mutant)) ?? true }
    return OtherWayRecord(name: name, description: description, noticed: noticed.map(\.id))
  }

  public static let all = [
    OtherWay(
      name: "the loss falls",
      description: "½ Σ θ² of a 4 × 6 matrix must fall by a factor of 1.5 in 70 steps at η = 0.01.",
      notices: { mutant in
        let start = tensor([4, 6], seed: 1)
        let training = try begin(mutant.subject(), start, learningRate: 0.01)
        for _ in 0..<70 { try training.step(training.parameter()) }
        func loss(_ θ: Tensor<Float>) -> Float { θ.values.reduce(0) { $0 + $1 * $1 } }
        return !(loss(training.parameter()) * 1.5 < loss(start))
      }),
    OtherWay(
      name: "one step, 5e-4",
      description: "Parameters after one step at η = 0.001, relative and absolute tolerance 5e-4.",
      notices: { try differs($0, steps: 1, relative: 5e-4, absolute: 5e-4) }),
    OtherWay(
      name: "assert_close, one step",
      description:
        "Parameters after one step at η = 0.001, the defaults of torch.testing.assert_close: 1.3e-6 and 1e-5.",
      notices: { try differs($0, steps: 1, relative: 1.3e-6, absolute: 1e-5) }),
    OtherWay(
      name: "assert_close, ten steps",
      description: "The same after ten steps.",
      notices: { try differs($0, steps: 10, relative: 1.3e-6, absolute: 1e-5) }),
  ]

  /// A matrix, a vector and a kernel at the default hyperparameters with a weight decay of 0.01, gradients N(0, 1).
  private static func differs(_ mutant: Mutant, steps: Int, relative: Float, absolute: Float) throws -> Bool {
    for (seed, shape) in [[16, 8], [16], [8, 4, 3, 3]].enumerated() {
      let start = tensor(shape, seed: UInt64(seed))
      let (ours, reference) = (try begin(mutant.subject(), start), try begin(.reference, start))
      for t in 0..<steps {
        let gradient = tensor(shape, seed: UInt64(100 * seed + t + 1))
        try ours.step(gradient)
        try reference.step(gradient)
      }
      let (a, b) = (ours.parameter(), reference.parameter())
      for i in 0..<a.count where !((a[i] - b[i]).magnitude <= absolute + relative * b[i].magnitude) { return true }
    }
    return false
  }

  private static func begin(
    _ subject: Subject<Float>, _ start: Tensor<Float>, learningRate: ExactDecimal = 0.001
  ) throws -> Training<Float> {
    try subject.begin(CAMEHyperparameters(learningRate: learningRate, weightDecay: 0.01)).start(start)
  }

  private static func tensor(_ shape: [Int], seed: UInt64) -> Tensor<Float> {
    let (rows, columns) = (shape.dropLast().reduce(1, *), shape.last ?? 1)
    let numbers = Generator<Matrix<Float>>.matrices(
      rows: rows...rows, columns: columns...columns, MatrixOptions(kinds: [.normal], exponents: 0...0))
    return try! Tensor(shape: shape, values: numbers.value(ofCase: 0, seed: seed)!.elements)
  }
}
