/// The counterexamples that were found before, as a text file that is committed and tried first.
///
///     property-regressions 1
///
///     property MomentumTests/boundedByClip()
///     seed 12345
///     value [0x1p0, 0x1p-53]
///     real 0x1p0
///     real 0x1p-53
///     end
///
/// A file that is cut off or was written by another version is told of and left as it is.
public struct RegressionFile: Equatable, Sendable {
  public struct Entry: Equatable, Sendable {
    /// Which property failed.
    public let property: String
    /// The seed of the run that found it.
    public let seed: UInt64
    /// The value, for people: it is made anew from the choices.
    public let value: String
    public let choices: [Choice]

    public init(property: String, seed: UInt64, value: String, choices: [Choice]) {
      self.property = Self.oneLine(property)
      self.seed = seed
      self.value = Self.oneLine(value)
      self.choices = choices
    }

    private static func oneLine(_ text: String) -> String {
      text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    var text: String {
      "property \(property)\nseed \(seed)\nvalue \(value)\n" + TestCase(choices: choices).text + "end\n"
    }
  }

  public static let version = 1
  public private(set) var entries: [Entry]

  public init(entries: [Entry] = []) { self.entries = entries }

  /// Adds the entry, unless the same choices of the same property are there; whether it was added.
  public mutating func add(_ entry: Entry) -> Bool {
    guard !entries.contains(where: { $0.property == entry.property && $0.choices == entry.choices }) else {
      return false
    }
    entries.append(entry)
    return true
  }

  /// The choices that once made a property fail.
  public func choices(of property: String) -> [[Choice]] { entries.filter { $0.property == property }.map(\.choices) }

  public var text: String {
    "property-regressions \(Self.version)\n" + entries.map { "\n" + $0.text }.joined()
  }

  public init(text: String) throws(RegressionFileError) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines[0].hasPrefix("property-regressions ") else {
      throw .notARegressionFile(firstLine: String(lines[0].prefix(60)))
    }
    let version = lines[0].dropFirst("property-regressions ".count)
    guard version == "\(Self.version)" else { throw .otherVersion(String(version.prefix(20))) }
    entries = []
    var number = 1
    while number < lines.count {
      guard !lines[number].isEmpty else {
        number += 1
        continue
      }
      let start = number + 1
      guard let end = lines[number...].firstIndex(of: "end"), end + 1 < lines.count else { throw .cutOff(line: start) }
      entries.append(try Self.entry(lines[number..<end], at: start))
      number = end + 1
    }
  }

  private static func entry(_ lines: ArraySlice<Substring>, at number: Int) throws(RegressionFileError) -> Entry {
    let fields = ["property", "seed", "value"]
    let texts = zip(fields, lines).compactMap { field, line in
      // As bytes: a mark that combines with the space before it is a character with it.
      line.utf8.starts(with: "\(field) ".utf8) ? String(line.utf8.dropFirst(field.utf8.count + 1)) : nil
    }
    guard texts.count == 3, let seed = UInt64(texts[1]) else {
      throw .badEntry(line: number, reason: "expected the lines property, seed and value")
    }
    do throws(CaseTextError) {
      let choices = try TestCase(text: lines.dropFirst(3).joined(separator: "\n")).choices
      return Entry(property: texts[0], seed: seed, value: texts[2], choices: choices)
    } catch {
      throw .badEntry(line: number, reason: error.description)
    }
  }
}

/// Why a regression file can't be used.
public enum RegressionFileError: Error, Equatable, Sendable, CustomStringConvertible {
  case notARegressionFile(firstLine: String)
  case otherVersion(String)
  case cutOff(line: Int)
  case badEntry(line: Int, reason: String)

  public var description: String {
    switch self {
    case .notARegressionFile(let line):
      "It doesn't start with \"property-regressions \(RegressionFile.version)\" but with \"\(line)\"."
    case .otherVersion(let version):
      "It is of version \(version), and this library reads version \(RegressionFile.version)."
    case .cutOff(let line): "It is cut off: the entry at line \(line) has no \"end\"."
    case .badEntry(let line, let reason): "The entry at line \(line) can't be read: \(reason)"
    }
  }
}
