import Mustache

/// Makes Mustache escape by Unicode scalar.
///
/// The library's own HTML escape goes by `Character` and lets a quotation mark with a combining accent through, so that a
/// hostile name could leave its attribute. A template asks for this one in its first line.
struct ScalarEscaping: MustacheContentType {
  /// The name that the template's pragma uses.
  static let name = "SCALARS"

  func escapeText(_ text: String) -> String { Markup.escape(text) }
}
