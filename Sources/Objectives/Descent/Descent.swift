public import CAMECore
public import Formats
public import RealModule

/// A run of an optimizer on a problem, in one format.
public struct Descent: Sendable {
  public let problem: any Problem
  /// How many steps are taken.
  public let steps: Int
  public let schedule: Schedule
  /// Where it starts.
  public let seed: UInt64
  /// After how many steps the loss is taken, in turn: 0 and the last are always among them.
  public let checkpoints: [Int]

  /// - Precondition: at least one step.
  public init(_ problem: any Problem, steps: Int, schedule: Schedule = .constant, seed: UInt64 = 0) {
    precondition(steps > 0, "A run needs at least one step, but got \(steps).")
    (self.problem, self.steps, self.schedule, self.seed) = (problem, steps, schedule, seed)
    // Every step up to 50, and then no more than 4 % further.
    var places = [0]
    while let last = places.last, last < steps { places.append(min(steps, last + 1 + last / 25)) }
    checkpoints = places
  }

  /// What came of a run.
  public struct Course: Sendable {
    /// f in Double at each checkpoint; not finite from where θ isn't.
    public var losses: [Double]
    /// √mean Δθ² of each step, over all tensors.
    public var stepLengths: [Double]
    /// θ at the end, exactly where the format has no more bits than Double.
    public var end: [[Double]]

    @usableFromInline
    init() { (losses, stepLengths, end) = ([], [], []) }
  }

  /// Runs a rule whose learning rate is the peak of the schedule.
  ///
  /// The gradient is taken in the format at the format's own θ; the loss in Double, so that it tells what was reached and not how well
  /// the format can say so. A run whose θ isn't finite any more is not gone on with.
  ///
  /// `lengths` prescribes the root mean square of each step: the rule then decides the direction alone.
  @inlinable
  public func run<Rule: ScheduledRule>(_ rule: Rule, lengths: [Double]? = nil) -> Course
  where Rule.Scalar: FormatScalar {
    typealias Scalar = Rule.Scalar
    let (objective, judge) = (problem.objective(in: Scalar.self), problem.objective(in: Double.self))
    var θ: [Tensor<Scalar>] = problem.start(in: Scalar.self, seed: seed)
    var states = θ.map { tensor in
      guard let state = try? rule.initialState(shape: tensor.shape) else {
        preconditionFailure("No state for the shape \(tensor.shape).")
      }
      return state
    }
    var rule = rule
    let peak = rule.learningRate.expansion.roundedToOdd
    var course = Course()
    var next = 0
    for t in 0...steps {
      if t == checkpoints[next] {
        course.losses.append(judge.evaluate(at: θ.map { $0.map { $0.expansion.roundedToOdd } }).value)
        next += 1
      }
      guard t < steps, θ.allSatisfy({ $0.values.allSatisfy(\.isFinite) }) else { break }
      let gradient = objective.evaluate(at: θ).gradient
      rule.learningRate = Scalar(nearest: peak * schedule.share(t, of: steps))
      let before = θ
      for i in θ.indices { rule.step(&θ[i], gradient: gradient[i], state: &states[i], tap: nil, storing: nil) }
      course.stepLengths.append(length(before, &θ, scaledTo: lengths.map { $0[t] }))
    }
    course.losses += Array(repeating: .nan, count: checkpoints.count - course.losses.count)
    course.end = θ.map { $0.values.map { $0.expansion.roundedToOdd } }
    return course
  }

  /// √mean (θ − before)², after the step was brought to a length if one is wanted.
  @inlinable
  func length<Scalar: FormatScalar>(
    _ before: [Tensor<Scalar>], _ θ: inout [Tensor<Scalar>], scaledTo wanted: Double?
  ) -> Double {
    var (squares, count) = (0.0, 0)
    for i in θ.indices {
      for j in 0..<θ[i].count {
        let step = θ[i][j].expansion.roundedToOdd - before[i][j].expansion.roundedToOdd
        squares += step * step
      }
      count += θ[i].count
    }
    let length = (squares / Double(max(1, count))).squareRoot()
    guard let wanted, length > 0, length.isFinite else { return length }
    for i in θ.indices {
      for j in 0..<θ[i].count {
        let step = θ[i][j].expansion.roundedToOdd - before[i][j].expansion.roundedToOdd
        θ[i][j] = Scalar(nearest: before[i][j].expansion.roundedToOdd + step * (wanted / length))
      }
    }
    return wanted
  }
}
