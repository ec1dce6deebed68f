internal import CAMECore

/// What a derived bound says of an answer.
struct CaseJudgement: Sendable {
  /// Every quantity that was shown, step by step and in the order of a step.
  var quantities: [JudgedQuantity] = []
  /// Steps that should have been refused and weren't, or weren't refused without a trace.
  var refusals: [Refusal] = []

  /// The first quantity out of bounds.
  var firstWrong: JudgedQuantity? { quantities.first { $0.isWrong } }
  var conforms: Bool { firstWrong == nil && refusals.isEmpty }
  /// The first quantity that is in bounds but outside of what rounding at random gives.
  var firstUnusual: JudgedQuantity? { quantities.first { $0.isUnusual } }

  struct Refusal: Sendable {
    let step: Int
    let what: String
  }
}

/// One quantity of one parameter after one step.
struct JudgedQuantity: Sendable {
  let parameter: String
  let step: Int
  let quantity: Quantity
  /// Of the numbers for which a bound is known, the largest of |shown − exact| / bound; infinite for a NaN where there is none
  /// in CAME, and the other way round.
  let ratio: Double
  /// The place of that number, and it.
  let place: Int
  let shown, exact, bound: Double
  /// Numbers for which a bound is known, and all.
  let decided, count: Int
  /// What is wrong with its shape, if that is wrong.
  var shapeProblem: String?
  /// Whether it is wrong when computed from what the port shows beside it, so that its own equation is to blame; nil where
  /// that isn't known.
  var isOwnFault: Bool?
  /// The root mean square of deviations over bounds, and the most of it that rounding at random gives; nil if not measured.
  var spread: (value: Double, limit: Double)?

  var isWrong: Bool { ratio > 1 }
  var isUnusual: Bool { !isWrong && spread.map { $0.value > $0.limit } ?? false }
}
