internal import CAMECore

/// A deviation of the momentum that one factor of the whole clipped update explains, as a wrong RMS(u) makes it.
enum CommonFactor {
  /// What is to be said of cases in which the momentum is in bounds but unusual, or out of them, by one factor.
  static func remarks(_ evidence: [Diagnosis.Evidence]) -> [String] {
    evidence.compactMap { item in
      guard let factor = factor(item) else { return nil }
      let off = (factor - 1).magnitude
      let text = "\(Double((off * 1e7).rounded() / 1e7))"
      return
        "\(item.question.name): every element of m is off by one factor, 1 \(factor < 1 ? "−" : "+") \(text), so RMS(u) is: "
        + "a sum over \(item.question.parameters[0].initial.count) squares that loses digits. The update m/√S doesn't show it, "
        + "for S is off by the square of the same factor."
    }
  }

  /// m over the exact m after a first step that was clipped, if that is the same for all but rounding and more than rounding.
  private static func factor(_ item: Diagnosis.Evidence) -> Double? {
    guard item.question.startStep == nil, let parameter = item.question.parameters.first,
      parameter.initial.count >= 4096, let shown = item.answer.steps.first?.first?[.m],
      let exact = LocalReference.answer(item.question)?.steps.first?.first?[.m]
    else { return nil }
    let ratios = (0..<shown.count).compactMap { exact[$0] != 0 ? shown[$0] / exact[$0] : nil }.sorted()
    guard ratios.count > 100, ratios.allSatisfy(\.isFinite) else { return nil }
    let (low, middle, high) = (ratios[ratios.count / 50], ratios[ratios.count / 2], ratios[ratios.count * 49 / 50])
    let roundoff = item.question.stateElement.unitRoundoff
    return high - low < 16 * roundoff && (middle - 1).magnitude > 16 * roundoff ? middle : nil
  }
}
