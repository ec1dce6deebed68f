/// A case as text, one choice a line, with every number exact.
///
///     integer 42 in 0...100
///     count 3 in 0...20
///     alternative 1 in 0...2
///     real 0x1.8p-3
///     matrix 1x2x3: 0x1p0 0x0p0 -0x1p1 …
///
/// The text holds values, not the state of a random generator: a case survives changes of how values are drawn.
extension TestCase {
  public var text: String { choices.map { $0.text + "\n" }.joined() }

  /// Reads what ``text`` writes. Spans aren't written; they come back when the case is drawn.
  public init(text: some StringProtocol) throws(CaseTextError) {
    var choices: [Choice] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty
    {
      guard let choice = Choice(text: line) else { throw CaseTextError(line: number + 1, text: String(line)) }
      choices.append(choice)
    }
    self.init(choices: choices)
  }
}

/// A line of a case that can't be read.
public struct CaseTextError: Error, Equatable, Sendable, CustomStringConvertible {
  public let line: Int
  public let text: String

  public var description: String {
    "Line \(line) of the case, \"\(text.prefix(60))\", isn't a choice: expected an integer, count, alternative, real or matrix."
  }
}

extension Choice {
  var text: String {
    switch self {
    case .integer(let value, let domain): "\(domain.role.name) \(value) in \(domain.lower)...\(domain.upper)"
    case .real(let value): "real \(value)"
    case .matrix(let matrix):
      "matrix \(matrix.layers)x\(matrix.rows)x\(matrix.columns): "
        + matrix.elements.map(\.description).joined(separator: " ")
    }
  }

  init?(text: some StringProtocol) {
    let words = text.split(separator: " ")
    guard let kind = words.first else { return nil }
    if let role = IntegerDomain.Role.allCases.first(where: { $0.name == kind }) {
      guard words.count == 4, words[2] == "in", let value = Int(words[1]) else { return nil }
      let ends = words[3].split(separator: "...", maxSplits: 1)
      guard ends.count == 2, let lower = Int(ends[0]), let upper = Int(ends[1]), lower <= value, value <= upper else {
        return nil
      }
      self = .integer(value, IntegerDomain(lower...upper, role: role))
    } else if kind == "real", words.count == 2, let value = Dyadic(words[1]) {
      self = .real(value)
    } else if kind == "matrix", words.count >= 2, words[1].last == ":" {
      let shape = words[1].dropLast().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
      let elements = words[2...].compactMap { Dyadic($0) }
      guard shape.count == 3, shape.allSatisfy({ $0 >= 1 && $0 <= elements.count }), elements.count == words.count - 2,
        elements.count == shape.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue })
      else { return nil }
      let domain = MatrixDomain(
        layers: shape[0]...shape[0], rows: shape[1]...shape[1], columns: shape[2]...shape[2], isSquare: false,
        elements: .unbounded)
      self = .matrix(
        MatrixChoice(domain: domain, layers: shape[0], rows: shape[1], columns: shape[2], elements: elements))
    } else {
      return nil
    }
  }
}

extension IntegerDomain.Role: CaseIterable {
  public static var allCases: [Self] { [.value, .count, .alternative] }

  var name: String {
    switch self {
    case .value: "integer"
    case .count: "count"
    case .alternative: "alternative"
    }
  }
}

extension RealDomain {
  /// Where a number is only read, its format isn't known: more bits and exponents than any has.
  fileprivate static let unbounded = RealDomain(
    RealFormat(precision: 1 << 30, leastNormalExponent: -1 << 60, greatest: .power(1 << 60)), allowsNaN: true,
    allowsInfinity: true)
}
