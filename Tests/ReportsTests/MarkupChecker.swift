/// Reads HTML as a browser's tokenizer would, strictly, and says what is wrong with it.
///
/// Enough for a page without scripts: tags, attributes in double quotes, text, and `style` as raw text.
struct MarkupChecker {
  /// An element that was opened.
  struct Element {
    let name: String
    let attributes: [(name: String, value: String)]

    subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  private(set) var elements: [Element] = []
  /// Text between tags, as it stands in the source.
  private(set) var text = ""
  private(set) var problems: [String] = []

  private static let void: Set<String> = ["meta", "br", "hr", "img", "link", "input", "wbr"]
  private var open: [String] = []
  private let source: [Unicode.Scalar]
  private var at = 0

  init(_ html: String) {
    source = Array(html.unicodeScalars)
    while at < source.count {
      source[at] == "<" ? tag() : character()
    }
    if !open.isEmpty { problems.append("Left open: \(open).") }
    let ids = elements.compactMap { $0["id"] }
    if Set(ids).count < ids.count { problems.append("An id stands twice.") }
    for link in elements.compactMap({ $0["href"] })
    where !link.hasPrefix("#") || !ids.contains(String(link.dropFirst())) {
      problems.append("A link leads nowhere: \(link).")
    }
    for list in elements.compactMap({ $0["aria-labelledby"] }) {
      for id in list.split(separator: " ") where !ids.contains(String(id)) {
        problems.append("Nothing is called \(id).")
      }
    }
  }

  /// The values of an attribute, of all elements.
  func values(of attribute: String) -> [String] { elements.compactMap { $0[attribute] } }

  private mutating func character() {
    if source[at] == "&" {
      let entity = source[at...].prefix(10).prefix { $0 != ";" }
      let known: Set<String> = ["&amp", "&lt", "&gt", "&quot", "&#39"]
      let name = String(String.UnicodeScalarView(entity))
      if !known.contains(name) { problems.append("A bare ampersand: \(name).") }
    }
    if source[at] == ">" { problems.append("A bare > in the text.") }
    text.unicodeScalars.append(source[at])
    at += 1
  }

  private mutating func tag() {
    let start = at
    at += 1
    if peek("!") {
      skip(to: ">")
      return
    }
    let isEnd = peek("/")
    if isEnd { at += 1 }
    let name = word().lowercased()
    guard let first = name.unicodeScalars.first, first.properties.isAlphabetic else {
      problems.append("A bare < at \(start).")
      return
    }
    isEnd ? close(name) : opened(name)
  }

  private mutating func close(_ name: String) {
    skip(to: ">")
    if open.popLast() != name { problems.append("</\(name)> closes something else.") }
  }

  private mutating func opened(_ name: String) {
    var attributes: [(name: String, value: String)] = []
    var isClosed = false
    while at < source.count, !peek(">") {
      if peek(" ") || peek("\n") {
        at += 1
      } else if peek("/") {
        isClosed = true
        at += 1
      } else {
        attributes.append(attribute(of: name))
      }
    }
    at += 1
    elements.append(Element(name: name, attributes: attributes))
    if Set(attributes.map(\.name)).count < attributes.count { problems.append("<\(name)> repeats an attribute.") }
    if name == "style" {
      while at < source.count, !(source[at] == "<" && source[at...].dropFirst().first == "/") { at += 1 }
    }
    if !isClosed, !Self.void.contains(name) { open.append(name) }
  }

  private mutating func attribute(of element: String) -> (name: String, value: String) {
    let name = word()
    guard !name.isEmpty, peek("=") else {
      problems.append("<\(element)> has an attribute without value: \(name).")
      at += 1
      return (name, "")
    }
    at += 1
    guard peek("\"") else {
      problems.append("<\(element) \(name)> isn't quoted.")
      return (name, "")
    }
    at += 1
    let start = at
    while at < source.count, !peek("\"") { at += 1 }
    let value = String(String.UnicodeScalarView(source[start..<min(at, source.count)]))
    if value.unicodeScalars.contains("<") { problems.append("<\(element) \(name)> holds a bare <.") }
    at += 1
    return (name, value)
  }

  private func peek(_ scalar: Unicode.Scalar) -> Bool { at < source.count && source[at] == scalar }

  private mutating func word() -> String {
    let start = at
    let ends: Set<Unicode.Scalar> = [" ", "\n", ">", "/", "=", "\"", "<"]
    while at < source.count, !ends.contains(source[at]) { at += 1 }
    return String(String.UnicodeScalarView(source[start..<at]))
  }

  private mutating func skip(to scalar: Unicode.Scalar) {
    while at < source.count, source[at] != scalar { at += 1 }
    at += 1
  }
}
