internal import CAMECore

/// A state that is kept in a narrower type than the arithmetic is said to have, as in ports that don't widen half gradients.
enum NarrowState {
  /// What is to be said of it: in which type the state is shown, and how many answers are right for arithmetic in that type.
  static func remarks(_ evidence: [Diagnosis.Evidence], _ claims: PortClaims) -> [String] {
    ElementType.allCases.compactMap { element in
      let cases = evidence.filter { $0.question.element == element }
      let arithmetic = claims.arithmetic(for: element)
      let types = Set(cases.flatMap(\.answer.stateTypes))
      guard let narrow = types.min(by: { $0.significantBits < $1.significantBits }),
        narrow.significantBits < arithmetic.significantBits
      else { return nil }
      var lower = claims
      lower.arithmetic = narrow
      let referee = Referee(lower, element)
      let right = cases.count { referee.judgement($0.question, $0.answer, withSpread: false).conforms }
      return
        "With \(element.title) parameters it keeps its state in \(narrow.title), where the official code computes and keeps "
        + "\(arithmetic.title). Judged as arithmetic in \(narrow.title), \(right) of \(cases.count) cases are within bounds: those bounds "
        + "are wide, and infinite where ε or 1 − β is lost in the format."
    }
  }
}
