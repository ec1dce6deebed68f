internal import CAMECore
internal import CAMEProperties
public import LabRecords
internal import PropertyKit
internal import Synchronization

/// A validation of a port: cases, verdicts, the diagnosis and the smallest case that fails.
public struct Validation {
  public let port: any CAMEPort
  public var cases: [DrawnCase]
  /// Answers that are judged at a time; it changes no result.
  public var threads: Int
  /// Whether the port can be asked again: to make a failure smaller, and for the same answer twice.
  public var isLive: Bool
  /// How long a failure is made smaller at most.
  public var shrinkLimit = Duration.seconds(50)

  public init(_ port: any CAMEPort, cases: [DrawnCase], isLive: Bool, threads: Int = 1) {
    (self.port, self.cases, self.threads, self.isLive) = (port, cases, threads, isLive)
  }

  /// What came of it; the caller adds who, when and how.
  public struct Outcome: Sendable {
    public var verdict: PortVerdict
    public var cases: [ValidatedCaseRecord]
    public var diagnoses: [DiagnosisRecord]
    public var minimal: (record: MinimalCaseRecord, question: PortCase)?
    public var remarks: [String]
  }

  /// Runs all cases; `finished` is handed each as soon as it is judged, in order.
  public func run(_ finished: @escaping @Sendable (ValidatedCaseRecord) -> Void = { _ in }) -> Outcome {
    let claims = port.claims
    let referees = Dictionary(uniqueKeysWithValues: ElementType.allCases.map { ($0, Referee(claims, $0)) })
    let results = judged(referees, finished)
    var records = results.map(\.record)
    if isLive { markUnrepeatable(&records) }
    let evidence = results.compactMap(\.evidence)
    let diagnoses = Diagnosis.records(evidence, threads: threads)
    var minimal: (MinimalCaseRecord, PortCase)?
    if isLive, let failing = smallestFailing(results) {
      minimal = Shrinking(port: port, referees: referees, limit: shrinkLimit).minimal(of: failing)
    }
    return Outcome(
      verdict: verdict(records), cases: records, diagnoses: diagnoses, minimal: minimal,
      remarks: CommonFactor.remarks(evidence) + NarrowState.remarks(evidence, claims))
  }

  // MARK: Cases

  struct Result: Sendable {
    let drawn: DrawnCase
    var record: ValidatedCaseRecord
    var evidence: Diagnosis.Evidence?
  }

  /// The port is asked for one case after the other while other threads judge what it has answered.
  private func judged(
    _ referees: [ElementType: Referee], _ finished: @escaping @Sendable (ValidatedCaseRecord) -> Void
  ) -> [Result] {
    let questions = Questions(port, cases)
    let results = Mutex([Result?](repeating: nil, count: cases.count))
    let shown = Mutex(0)
    concurrently(count: max(1, threads), threads: threads) { _ in
      while let (index, drawn, reply) = questions.next() {
        let result = Self.result(drawn, reply, referees[drawn.question.element]!)
        results.withLock { $0[index] = result }
        shown.withLock { shown in
          while let ready = results.withLock({ shown < $0.count ? $0[shown] : nil }) {
            finished(ready.record)
            shown += 1
          }
        }
      }
    }
    return results.withLock { $0.map { $0! } }
  }

  /// Hands out the cases in order, each with its answer, to whichever thread has time to judge it.
  private final class Questions: @unchecked Sendable {
    // The port and the place are used by one thread at a time, behind the lock.
    private let port: any CAMEPort
    private let cases: [DrawnCase]
    private let place = Mutex(0)

    init(_ port: any CAMEPort, _ cases: [DrawnCase]) { (self.port, self.cases) = (port, cases) }

    func next() -> (index: Int, drawn: DrawnCase, reply: PortReply)? {
      place.withLock { place in
        guard place < cases.count else { return nil }
        defer { place += 1 }
        return (place, cases[place], port.judgeableReply(to: cases[place].question))
      }
    }
  }

  private static func result(_ drawn: DrawnCase, _ reply: PortReply, _ referee: Referee) -> Result {
    var record = ValidatedCaseRecord(drawn)
    switch reply {
    case .unsupported(let reason):
      (record.verdict, record.message) = (.unsupported, reason)
    case .failure(let failure):
      (record.verdict, record.message) = (.failed, failure.message)
      record.standardError = failure.standardError.isEmpty ? nil : failure.standardError
    case .answer(let answer):
      let judgement = referee.judgement(drawn.question, answer)
      record.take(judgement)
      let evidence = Diagnosis.Evidence(question: drawn.question, answer: answer, judgement: judgement)
      return Result(drawn: drawn, record: record, evidence: evidence)
    }
    return Result(drawn: drawn, record: record, evidence: nil)
  }

  /// The largest cases are asked again: the same question has the same answer.
  private func markUnrepeatable(_ records: inout [ValidatedCaseRecord]) {
    guard port.claims.isRepeatable else { return }
    let asked = records.indices.filter { [.conforms, .unusual].contains(records[$0].verdict) }
      .sorted { cases[$0].question.count > cases[$1].question.count }
    for index in asked.prefix(8) {
      let question = cases[index].question
      guard case .answer(let first) = port.judgeableReply(to: question),
        case .answer(let second) = port.judgeableReply(to: question), !first.isSame(as: second)
      else { continue }
      records[index].verdict = .differs
      records[index].message = "the same case has another answer when it is asked again"
    }
  }

  private func smallestFailing(_ results: [Result]) -> DrawnCase? {
    results.filter { $0.record.verdict == .differs && $0.drawn.origin != nil }
      .min { $0.drawn.question.count * $0.drawn.question.steps < $1.drawn.question.count * $1.drawn.question.steps }?
      .drawn
  }

  private func verdict(_ records: [ValidatedCaseRecord]) -> PortVerdict {
    let verdicts = Set(records.map(\.verdict))
    for verdict in [PortVerdict.differs, .failed, .unusual, .conforms] where verdicts.contains(verdict) {
      return verdict
    }
    return .unsupported
  }
}
