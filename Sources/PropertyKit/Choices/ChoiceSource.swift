/// Where a generator gets its choices: at random, or from a case that is taken again.
///
/// At random nothing is written down, which keeps a case that passes cheap; a case that fails is drawn a second time from
/// the same seed, and then recorded.
public final class ChoiceSource {
  /// How many choices a case may have.
  public static let limit = 1 << 16
  /// How deep generators may nest by `flatMap`.
  public static let deepest = 1000

  @usableFromInline enum Mode { case random, recording, replay }

  @usableFromInline var mode = Mode.random
  @usableFromInline var random = RandomStream(seed: 0)
  /// How large values should be, from 0 to 100: it grows from case to case, so that the first failures are small.
  @usableFromInline var size = 100
  /// How many choices a case has drawn at random.
  @usableFromInline var drawn = 0
  /// How many `flatMap`s are open, each inside of the one before.
  @usableFromInline var nesting = 0

  private var choices: [Choice] = []
  private var spans: [Span] = []
  private var open: [Int] = []
  private var replay = Replay([])
  /// How many of the replayed choices have been passed.
  private var cursor = 0
  private var alternativesPassed = 0
  /// The span, by its number, whose choices come from elsewhere, and how many of those have been passed.
  private var replacement: (span: Int, cursor: Int)?
  /// Labels of this case, if they are counted.
  var labels: CaseLabels?
  /// Why the last draw was given up.
  var rejection: String?

  public init() {}

  /// The choices so far, where they are recorded.
  var testCase: TestCase { TestCase(choices: choices, spans: spans) }

  /// Starts a case from a seed.
  @inlinable
  func begin(seed: UInt64, size: Int) {
    random = RandomStream(seed: seed)
    self.size = size
    drawn = 0
    nesting = 0
    if mode != .random { clear(.random) }
  }

  /// Starts a case from a seed and records its choices.
  func beginRecording(seed: UInt64, size: Int) {
    random = RandomStream(seed: seed)
    self.size = size
    clear(.recording)
  }

  /// Starts a case from choices. Past their end every choice is the simplest.
  func begin(_ replay: Replay) {
    clear(.replay)
    self.replay = replay
  }

  @usableFromInline func clear(_ mode: Mode) {
    self.mode = mode
    nesting = 0
    choices.removeAll(keepingCapacity: true)
    spans.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    replay = Replay([])
    cursor = 0
    alternativesPassed = 0
    replacement = nil
  }

  // MARK: Drawing

  /// An integer of the domain. `random` makes it where it isn't replayed.
  @inlinable
  public func integer(
    _ domain: IntegerDomain, random make: (inout RandomStream, Int) -> Int
  ) throws(Rejection) -> Int {
    if mode == .random {
      try countDrawn()
      return make(&random, size)
    }
    return try recordedInteger(domain) { make(&random, size) }
  }

  @usableFromInline
  func recordedInteger(_ domain: IntegerDomain, random: () -> Int) throws(Rejection) -> Int {
    let value: Int
    switch try next(domain.role) {
    case .random: value = random()
    case .replay(.integer(let recorded, _)): value = domain.clamp(recorded)
    case .replay, .simplest: value = domain.origin
    }
    choices.append(.integer(value, domain))
    return value
  }

  /// A real of the domain.
  func real(_ domain: RealDomain, random make: (inout RandomStream, Int) -> Dyadic) throws(Rejection) -> Dyadic {
    if mode == .random {
      try countDrawn()
      return make(&random, size)
    }
    let value: Dyadic
    switch try next() {
    case .random: value = make(&random, size)
    case .replay(.real(let recorded)):
      value = recorded.rounded(to: domain.format)
      guard domain.contains(value) else { throw Rejection("\(recorded) lies outside of \(domain)") }
    case .replay, .simplest: value = domain.simplest
    }
    choices.append(.real(value))
    return value
  }

  /// A matrix of the domain.
  func matrix(
    _ domain: MatrixDomain, random make: (inout RandomStream, Int) -> MatrixChoice
  ) throws(Rejection) -> MatrixChoice {
    let value: MatrixChoice
    switch try next() {
    case .random: value = make(&random, size)
    case .replay(.matrix(let recorded)): value = try recorded.fitted(to: domain)
    case .replay, .simplest: value = domain.simplest
    }
    choices.append(.matrix(value))
    return value
  }

  /// Opens a `flatMap`. A generator that draws itself without end is stopped before the stack overflows.
  @inlinable
  func descend() throws(Rejection) {
    nesting &+= 1
    if nesting > Self.deepest { throw .tooDeep }
  }

  @inlinable
  func ascend() { nesting &-= 1 }

  /// A case that grows without end is stopped.
  @inlinable
  func countDrawn() throws(Rejection) {
    drawn &+= 1
    if drawn > Self.limit { throw .tooMany }
  }

  private enum Next { case random, replay(Choice), simplest }

  private func next(_ role: IntegerDomain.Role? = nil) throws(Rejection) -> Next {
    guard choices.count < Self.limit else { throw .tooMany }
    guard mode == .replay else { return .random }
    if role == .alternative, let alternatives = replay.alternatives {
      guard alternativesPassed < alternatives.count else { return .simplest }
      alternativesPassed += 1
      return .replay(alternatives[alternativesPassed - 1])
    }
    if let (span, place) = replacement {
      guard place < replay.replacements[0].choices.count else { return .simplest }
      replacement = (span, place + 1)
      return .replay(replay.replacements[0].choices[place])
    }
    guard cursor < replay.choices.count else { return .simplest }
    cursor += 1
    return .replay(replay.choices[cursor - 1])
  }

  // MARK: Spans

  /// Draws what belongs together.
  @inlinable
  public func span<T>(_ label: Span.Label, _ draw: () throws(Rejection) -> T) throws(Rejection) -> T {
    if mode == .random { return try draw() }
    open(label)
    let value = try draw()
    close()
    return value
  }

  @usableFromInline func open(_ label: Span.Label) {
    if replacement == nil, let span = replay.replacements.first?.span, cursor == span.start, open.count == span.depth {
      replacement = (spans.count, 0)
    }
    spans.append(Span(label: label, start: choices.count, end: -1, depth: open.count))
    open.append(spans.count - 1)
  }

  @usableFromInline func close() {
    let number = open.removeLast()
    spans[number].end = choices.count
    if number == replacement?.span {
      cursor = replay.replacements.removeFirst().span.end
      replacement = nil
    }
  }
}

/// Choices to be taken again, with those of some spans replaced.
///
/// How many choices a span takes is known only once it is drawn: in another place, the same value may need more or fewer.
/// What the replacement lacks is the simplest, what it has too many is dropped, and what follows the span goes on behind it.
struct Replay {
  let choices: [Choice]
  /// If given, the alternatives, one after the other, while `choices` are all others: a shape apart from its values.
  var alternatives: [Choice]?
  /// From the first to the last, none inside of another.
  var replacements: [(span: Span, choices: [Choice])]

  init(_ choices: [Choice], replacing replacements: [(span: Span, choices: [Choice])] = []) {
    self.choices = choices
    self.replacements = replacements
  }
}

/// A generator can't make a value of these choices.
public struct Rejection: Error, CustomStringConvertible {
  public let description: String
  public init(_ reason: String) { description = reason }

  @usableFromInline static var tooDeep: Rejection {
    Rejection("a generator draws itself more than \(ChoiceSource.deepest) deep")
  }

  @usableFromInline static var tooMany: Rejection { Rejection("a case has more than \(ChoiceSource.limit) choices") }
}
