import Mustache

/// Makes Mustache escape by Unicode scalar.
///
/// The library's own HTML escape goes by `Character` and lets a quotation mark with a combining accent through, so that a
/// hostile name could leave its attribute. ``Resource/filled(_:with:)`` asks for this one.
struct ScalarEscaping: MustacheContentType {
  /// The name that the pragma of a template uses.
  static let name = "SCALARS"

  func escapeText(_ text: String) -> String { Markup.escape(text) }
}
