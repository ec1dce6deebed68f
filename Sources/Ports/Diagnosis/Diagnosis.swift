internal import CAMECore
internal import LabRecords
internal import Synchronization

/// What the failures of a port have in common: the quantity that is wrong first, and the known mistake that it agrees with.
struct Diagnosis {
  /// A case with its answer and what the bound says of it.
  struct Evidence: Sendable {
    let question: PortCase
    let answer: PortAnswer
    let judgement: CaseJudgement

    /// The parameter that is wrong first.
    var failingParameter: PortCase.Parameter {
      let name = judgement.firstWrong?.parameter
      return question.parameters.first { $0.name == name } ?? question.parameters[0]
    }
  }

  /// Failing cases first, at most so many of them and of the others.
  private static let (failures, others) = (48, 32)
  /// A suspect that agrees with so many of the cases explains them.
  private static let explained = 0.9

  let evidence: [Evidence]
  /// What the failing cases have in common beyond failing.
  let scope: String?

  /// One diagnosis for all failures if one mistake explains them, and otherwise one for vectors and scalars and one for
  /// matrices: ports treat them in separate branches, and make a mistake in each.
  static func records(_ evidence: [Evidence], threads: Int) -> [DiagnosisRecord] {
    guard let whole = Diagnosis(evidence).record(threads: threads) else { return [] }
    let groups = Dictionary(grouping: evidence.filter { !$0.judgement.conforms }) { item in
      item.failingParameter.isFactored
    }
    guard !whole.isExplained, groups.count == 2 else { return [whole] }
    let right = evidence.filter(\.judgement.conforms)
    return [(false, "vectors and scalars"), (true, "matrices")].compactMap { isFactored, scope in
      Diagnosis(groups[isFactored]! + right, scope: scope).record(threads: threads)
    }
  }

  /// - Parameter evidence: cases with parameters kept in the type of the arithmetic; those of other types are left out.
  init(_ evidence: [Evidence], scope: String? = nil) {
    self.scope = scope
    /// Of all sizes but the largest: what agrees in small cases may differ in others.
    func some(_ cases: [Evidence], _ count: Int) -> [Evidence] {
      let small = cases.filter { $0.question.count * $0.question.steps <= 2000 }
      return (0..<min(count, small.count)).map { small[$0 * small.count / min(count, small.count)] }
    }
    let known = evidence.filter { $0.question.element == .f32 || $0.question.element == .f64 }
    let failing = known.filter { !$0.judgement.conforms }
    self.evidence =
      some(failing, Self.failures) + some(known.filter(\.judgement.conforms), Self.others)
  }

  /// - Parameter threads: suspects that are tried at a time.
  func record(threads: Int) -> DiagnosisRecord? {
    let failing = evidence.filter { !$0.judgement.conforms }
    guard !failing.isEmpty else { return nil }
    let firsts = failing.compactMap { $0.judgement.firstWrong.map(\.quantity) }
    let counts = Dictionary(grouping: firsts) { $0 }.mapValues(\.count)
    let order = Quantity.allCases
    let first = counts.max { a, b in
      (a.value, order.firstIndex(of: b.key)!) < (b.value, order.firstIndex(of: a.key)!)
    }
    let reference = evidence.map { item in
      LocalReference.answer(item.question).map { Agreement.digits(item.answer, $0, item.question) } ?? 0
    }
    let (matches, isExplained) = matches(threads: threads)
    return DiagnosisRecord(
      scope: scope, quantity: first?.key.rawValue ?? "refusal",
      quantityName: first?.key.name ?? "refusal of a gradient of a wrong shape",
      equation: first?.key.equation ?? "", count: first?.value ?? failing.count, failures: failing.count,
      matches: matches, isExplained: matches.first?.isTied == true && isExplained,
      digitsOfReference: median(Array(reference.prefix(failing.count))))
  }

  /// The best of the known mistakes, and whether the first explains what was seen.
  private func matches(threads: Int) -> ([MatchRecord], isExplained: Bool) {
    let suspects = Suspect.all
    let scores = Mutex([Score?](repeating: nil, count: suspects.count))
    concurrently(count: suspects.count, threads: threads) { index in
      let score = score(of: suspects[index])
      scores.withLock { $0[index] = score }
    }
    let ranked = zip(suspects, scores.withLock { $0.map { $0! } }).sorted { $1.1 < $0.1 }
    guard let best = ranked.first?.1 else { return ([], false) }
    let isExplained = min(best.failing, best.share) >= Self.explained
    let tied = ranked.prefix { $0.1.isTied(with: best) }
    let shown = tied.prefix(8).map { record($0, $1, isTied: isExplained) }
    return (shown + ranked.dropFirst(tied.count).prefix(2).map { record($0, $1, isTied: false) }, isExplained)
  }

  private func record(_ suspect: Suspect, _ score: Score, isTied: Bool) -> MatchRecord {
    MatchRecord(
      id: suspect.id, mistake: suspect.mistake, seen: suspect.seen, digits: score.median, share: score.share,
      isTied: isTied)
  }

  /// How well a suspect agrees.
  private struct Score: Comparable {
    /// The share of failing cases that agree to half of the digits that the format holds, and of all cases.
    var failing = 0.0
    var share = 0.0
    /// The mean of digits over all cases.
    var mean = 0.0
    /// The median of digits over failing cases.
    var median = 0.0

    static func < (a: Score, b: Score) -> Bool { (a.failing, a.share, a.mean) < (b.failing, b.share, b.mean) }

    /// Rounding alone doesn't make such a difference; another mistake does, in one case at least.
    func isTied(with best: Score) -> Bool {
      failing > best.failing - 1e-9 && share > best.share - 1e-9 && mean > best.mean - 0.05
    }
  }

  private func score(of suspect: Suspect) -> Score {
    let digits = evidence.map { item in
      suspect.answer(item.question).map { Agreement.digits(item.answer, $0, item.question) } ?? 0
    }
    let enough = zip(digits, evidence).map { digits, item in
      digits >= Agreement.limit(significantBits: item.question.stateElement.significantBits) / 2
    }
    let failing = evidence.count { !$0.judgement.conforms }
    func share(_ enough: some Collection<Bool>) -> Double {
      Double(enough.count { $0 }) / Double(max(1, enough.count))
    }
    return Score(
      failing: share(enough.prefix(failing)), share: share(enough),
      mean: digits.reduce(0, +) / Double(max(1, digits.count)), median: median(Array(digits.prefix(failing))))
  }
}

private func median(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }
