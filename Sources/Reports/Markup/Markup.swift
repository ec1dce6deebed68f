/// HTML or SVG source that is safe to put into a page: every text in it went through ``escape(_:)``.
struct Markup {
  let source: String

  /// Text between tags.
  static func text(_ text: String) -> Markup { Markup(source: escape(text)) }

  /// An element; one without children is closed at once.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, Attribute> = [:], _ children: [Markup] = []
  ) -> Markup {
    let opening = attributes.reduce("<\(name)") { "\($0) \($1.key)=\"\($1.value.source)\"" }
    guard !children.isEmpty else { return Markup(source: "\(opening)/>") }
    return Markup(source: "\(opening)>\(children.map(\.source).joined())</\(name)>")
  }

  /// Escapes what has a meaning in HTML, scalar by scalar.
  ///
  /// Characters are too coarse: `"` followed by a combining accent is one `Character` that isn't equal to `"`, but a
  /// browser still ends the attribute there. Control characters, which HTML forbids, become U+FFFD.
  static func escape(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      case "\t", "\n", "\r": escaped.append(scalar)
      case _ where scalar.properties.generalCategory == .control: escaped.append("\u{FFFD}")
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}

/// The value of an attribute: a string, escaped, or a coordinate, rounded to a tenth.
struct Attribute: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  let source: String

  init(stringLiteral value: String) { source = Markup.escape(value) }

  init(_ text: String) { source = Markup.escape(text) }

  init(_ coordinate: Double) { source = Self.tenths(coordinate) }

  /// A coordinate with at most one decimal, as in `12` or `12.5`.
  static func tenths(_ value: Double) -> String {
    precondition(value.isFinite, "A coordinate must be finite, but this one is \(value).")
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }
}
