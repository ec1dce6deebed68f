import CAMECore
import Formats
import Foundation
import Objectives
import RealModule
import Testing

@Suite("Descent")
struct DescentTests {
  /// Peak learning rates and schedules under which each optimizer ends at the optimum; found on a grid of half decades, 15 rates by
  /// three schedules, none at its edge.
  ///
  /// At a constant rate LAMB, Lion and Adafactor without momentum don't: their steps don't shrink with the gradient, so they end in
  /// a cycle of the size of η. LAMB and Lion need a rate that falls faster than linearly.
  private static let tuned: [(kind: OptimizerKind, rate: ExactDecimal, schedule: Schedule)] = [
    (.sgd, 1, .linear), (.adam, 0.1, .linear), (.adamw, 0.1, .linear), (.lamb, 0.3, .geometric),
    (.adafactor, 0.01, .linear), (.adafactorWithMomentum, 0.1, .linear), (.sm3, 3, .linear), (.lion, 0.1, .geometric),
    (.came, 0.1, .linear),
  ]

  /// The digits take two minutes.
  private static let data =
    ["iris", "wine", "breast-cancer-logistic", "breast-cancer", "diabetes"]
    + (ProcessInfo.processInfo.environment["CAME_LAB_THOROUGH"] == nil ? [] : ["digits"])

  @Test("reaches golden optima to 1e-9 in Double, with every optimizer", arguments: data)
  func golden(_ name: String) throws {
    let problem = try Problems.named(name)
    let minimum = try #require(problem.minimum).value
    for (kind, rate, schedule) in Self.tuned {
      let descent = Descent(problem, steps: 5000, schedule: schedule, seed: 1)
      let loss = try #require(try descent.run(kind, learningRate: rate, in: Double.self).losses.last)
      #expect(abs(loss - minimum) <= 1e-9 * minimum, "\(name), \(kind.title): \(loss) of \(minimum)")
    }
  }

  /// Gradient descent on a quadratic stops where η a e < ulp/2, e being the way to go: at ulp / 2ηa, or one ulp nearer. With η ≤ 1/4 and
  /// a ≤ 1 that is at least two ulps, so e is between half of the bound and the bound, and the loss within a factor of 4.
  private func floor<Scalar: FormatScalar>(in type: Scalar.Type, condition: Int, steps: Int) throws {
    let problem = Quadratic(conditionExponent: condition)
    var predicted = 0.0
    for (a, t) in zip(problem.curvatures, problem.target) {
      // Approached from zero: what counts is the spacing just under |t|.
      let ulp = Scalar(nearest: t.magnitude).nextDown.ulp.expansion.roundedToOdd
      let way = min(ulp / (2 * 0.25 * a), t.magnitude)
      predicted += a * way * way / 2
    }
    let course = Descent(problem, steps: steps).run(try SGD<Scalar>(learningRate: 0.25))
    let loss = try #require(course.losses.last)
    #expect(
      loss <= predicted && loss >= predicted / 4, "\(Scalar.formatTitle), 2^\(condition): \(loss) of \(predicted)")
  }

  @Test("stops at the floor that the format's rounding predicts, within a factor of 4")
  func floors() throws {
    try floor(in: Float.self, condition: 4, steps: 3000)
    try floor(in: Float.self, condition: 10, steps: 120_000)
    try floor(in: Double.self, condition: 4, steps: 6000)
    try floor(in: Float16.self, condition: 4, steps: 2000)
    try floor(in: BFloat16.self, condition: 4, steps: 2000)
  }

  @Test("takes the loss at its checkpoints, and steps of the lengths that are asked for")
  func course() throws {
    let descent = Descent(Quadratic(conditionExponent: 4), steps: 60, seed: 3)
    let checkpoints = descent.checkpoints
    #expect(checkpoints.first == 0 && checkpoints.last == 60 && checkpoints.prefix(26) == Array(0...25)[...])
    let lengths = (0..<60).map { 0.01 + Double($0) / 1000 }
    let course = try descent.run(.came, learningRate: 0.001, in: Double.self, lengths: lengths)
    #expect(course.stepLengths == lengths && course.losses.count == checkpoints.count)
    // The way from start to end is no longer than the steps together.
    let start = descent.problem.start(seed: 3)[0]
    let way = zip(course.end[0], start).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    #expect((way / 64).squareRoot() <= lengths.reduce(0, +) * (1 + 1e-12))
  }

  @Test("ends where the parameter isn't finite, and says so in every checkpoint after it")
  func diverged() throws {
    let descent = Descent(Quadratic(conditionExponent: 4), steps: 2000)
    let course = try descent.run(.sgd, learningRate: 10, in: Float.self)
    #expect(course.losses.count == descent.checkpoints.count)
    #expect(course.stepLengths.count < 2000 && course.losses.last?.isNaN == true)
  }

  @Test("follows its schedule")
  func schedules() {
    #expect(Schedule.linear.share(0, of: 10) == 1 && Schedule.linear.share(9, of: 10) == 0.1)
    #expect(Schedule.constant.share(9, of: 10) == 1)
    #expect(abs(Schedule.geometric.share(5, of: 10) / 1e-5 - 1) < 1e-15)
  }

  /// A linear objective is a constant gradient: the step of a matrix grows towards η/√ε2, so that no learning rate bounds it. With
  /// β3 = 0.99 it is a million times η after 2,700 steps, where Adam's stays at η.
  @Test("goes without bound on a linear objective with CAME, and not with Adam")
  func unbounded() throws {
    struct Linear: Problem {
      let name = "linear", summary = "Σ θ", shapes = [[1, 1]]
      let minimum: KnownMinimum? = nil
      func start(seed: UInt64) -> [[Double]] { [[0]] }
      func objective<Scalar: Real & Sendable>(in type: Scalar.Type) -> any Objective<Scalar> { Slope() }
      struct Slope<Scalar: Real & Sendable>: Objective {
        func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar> {
          Evaluated(value: θ[0][0], gradient: [θ[0].map { _ in 1 }])
        }
      }
    }
    let descent = Descent(Linear(), steps: 5000)
    let η = 0x1p-20
    let rate = try ExactDecimal("\(η)")
    let came = descent.run(CAME<Double>(try CAMEHyperparameters(learningRate: rate, beta3: 0.99)))
    // The closed form: (û − m)² = β1²ᵗ with û = 1, so S is its average, with ε2 beside it.
    let (β1², β3, w3, ε2) = (0.81, 0.99, 1 - 0.99, 1e-16)
    for t in [1, 10, 100, 1000, 2700, 5000] {
      let (p1, p3) = (pow(β1², Double(t)), pow(β3, Double(t)))
      let S = w3 * β1² * (p3 - p1) / (β3 - β1²) + ε2 * (1 - p3)
      let multiplier = (1 - pow(0.9, Double(t))) / S.squareRoot()
      // û − m cancels: its rounding, 2⁻⁵³ of û, is beside β1ᵗ; past it, (2⁻⁵³)² is far under ε2. θ rounds each step besides.
      #expect(abs(came.stepLengths[t - 1] / (η * multiplier) - 1) < 1e-6, "step \(t)")
    }
    #expect(came.stepLengths[4999] > 0.99e8 * η)
    let adam = try descent.run(.adam, learningRate: rate, in: Double.self)
    #expect(adam.stepLengths.allSatisfy { $0 <= η * (1 + 1e-6) })
  }
}
