internal import CAMECore
internal import LabRecords

extension ValidatedCaseRecord {
  /// A case before its verdict.
  init(_ drawn: DrawnCase) {
    let question = drawn.question
    self.init(
      name: question.name, family: drawn.origin?.family.id ?? question.name,
      aim: drawn.aim, type: question.element.title,
      shapes: question.parameters.map(\.shape), steps: question.steps, verdict: .conforms)
  }

  /// Takes over what the bound says.
  mutating func take(_ judgement: CaseJudgement) {
    quantities = Quantity.shown.compactMap { quantity in
      let all = judgement.quantities.filter { $0.quantity == quantity }
      guard !all.isEmpty else { return nil }
      let ratio = all.map(\.ratio).max()!
      let spread = all.compactMap { $0.spread.map { $0.limit > 0 ? $0.value / $0.limit : 0 } }.max()
      return ValidatedQuantityRecord(
        quantity: quantity.rawValue, ratio: ratio.isFinite ? ratio : nil, decided: all.reduce(0) { $0 + $1.decided },
        count: all.reduce(0) { $0 + $1.count }, spread: spread)
    }
    firstWrong = judgement.firstWrong.map { WrongNumberRecord($0) }
    if let wrong = judgement.firstWrong, let problem = wrong.shapeProblem {
      message = "step \(wrong.step), parameter \(wrong.parameter): \(problem)"
    }
    if let refusal = judgement.refusals.first { message = "step \(refusal.step): it \(refusal.what)" }
    verdict = !judgement.conforms ? .differs : judgement.firstUnusual != nil ? .unusual : .conforms
  }
}

extension WrongNumberRecord {
  init(_ judged: JudgedQuantity) {
    self.init(
      parameter: judged.parameter, step: judged.step, quantity: judged.quantity.rawValue, place: judged.place,
      shown: "\(judged.shown)", exact: "\(judged.exact)", bound: "\(judged.bound)", isOwnFault: judged.isOwnFault)
  }
}

extension PortAnswer {
  /// Whether all numbers are the same, every NaN being one.
  func isSame(as other: PortAnswer) -> Bool {
    func isSame(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Bool {
      zip(a.values, b.values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }
    return refused == other.refused
      && zip(steps.joined(), other.steps.joined()).allSatisfy { a, b in
        isSame(a.θ, b.θ) && a.state.allSatisfy { key, x in b.state[key].map { isSame(x, $0) } ?? false }
      }
  }
}

extension PortClaims {
  /// What is claimed of the arithmetic, in words.
  public var words: [String] {
    var words = ["takes \(formats.map(\.title).joined(separator: ", "))"]
    words.append(
      "computes in \(arithmetic?.title ?? (formats.contains(.f64) ? "Float, or in Double for Doubles" : "Float"))")
    switch reduction {
    case .any: words.append("adds in any order")
    case .tree: words.append("adds pairwise")
    case .blocks(let count): words.append("adds pairwise over blocks of \(count)")
    }
    words.append("reciprocal roots within \(rsqrtUlps) ulps")
    if flushes { words.append("takes subnormal numbers for zero") }
    if roundsConstantsFirst { words.append("forms 1 − β in its arithmetic") }
    if holdsSums { words.append("holds sums, which are divided here") }
    if !isRepeatable { words.append("may answer otherwise when asked again") }
    let can = [(starts, "start from a state"), (reloads, "save and load"), (refuses, "refuse wrong shapes")]
    let able = can.filter(\.0).map(\.1)
    if !able.isEmpty { words.append("can \(able.joined(separator: ", "))") }
    return words
  }
}
