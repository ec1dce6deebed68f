/// One decision of a generator, as a value that can be kept, printed, made simpler and taken again.
///
/// A test case is a sequence of choices. Whatever a generator makes of them (`map`, `flatMap`, recursion), a simpler
/// sequence is a simpler case, so shrinking works on choices alone and no generator needs a shrinker of its own.
///
/// Reference: MacIver, Donaldson, *Test-Case Reduction via Test-Case Generation: Insights from the Hypothesis Reducer*,
/// ECOOP 2020. Here the choices are typed, and a real number or a whole matrix is one choice.
public enum Choice: Hashable, Sendable {
  case integer(Int, IntegerDomain)
  case real(Dyadic)
  case matrix(MatrixChoice)

  /// Whether nothing of its kind is simpler. A real that isn't 0 may still be the simplest of its range.
  var isSimplest: Bool {
    switch self {
    case .integer(let value, let domain): value == domain.origin
    case .real(let value): value.isZero && !value.isNegative
    case .matrix: false
    }
  }

  /// Whether `self` is simpler than `other`, which stands at the same place of another case.
  ///
  /// Integers, then reals, then matrices; among integers by rank; among reals and matrices by their own order.
  func isSimpler(than other: Choice) -> Bool {
    switch (self, other) {
    case (.integer(let a, let inA), .integer(let b, let inB)): inA.rank(a) < inB.rank(b)
    case (.real(let a), .real(let b)): a.isSimpler(than: b)
    case (.matrix(let a), .matrix(let b)): a.isSimpler(than: b)
    case (.integer, _), (.real, .matrix): true
    case (.real, .integer), (.matrix, _): false
    }
  }
}

/// A stretch of choices that belongs together.
public struct Span: Hashable, Sendable {
  public enum Label: Hashable, Sendable {
    /// A count and as many elements.
    case array
    /// One element of an array.
    case element
    /// The number of an alternative and what it drew.
    case alternative
    /// A generator that is tried until its value passes a test.
    case attempt
    /// A generator that draws itself.
    case recursion
    /// A part that a user named.
    case part(String)
  }

  public let label: Label
  /// The first choice of the span.
  public let start: Int
  /// One past its last choice.
  public var end: Int
  /// How many spans it lies in.
  public let depth: Int

  var isEmpty: Bool { start == end }
  var count: Int { end - start }
}

/// The choices that make a case, and how they belong together.
public struct TestCase: Hashable, Sendable {
  public internal(set) var choices: [Choice]
  public internal(set) var spans: [Span]

  public init(choices: [Choice] = [], spans: [Span] = []) {
    self.choices = choices
    self.spans = spans
  }

  /// Whether `choices` come before `other`: fewer choices first, then the first that differs decides.
  static func isSimpler(_ choices: [Choice], than other: [Choice]) -> Bool {
    guard choices.count == other.count else { return choices.count < other.count }
    for (a, b) in zip(choices, other) where a != b {
      if a.isSimpler(than: b) { return true }
      // Neither: the same place of two domains.
      if b.isSimpler(than: a) { return false }
    }
    return false
  }
}
