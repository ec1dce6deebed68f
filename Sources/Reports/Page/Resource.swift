import Foundation
import Mustache

/// The files of this module from which pages are made.
enum Resource {
  /// A file as text.
  static func text(_ name: String, _ type: String) throws -> String {
    guard let file = Bundle.module.url(forResource: name, withExtension: type, subdirectory: "Resources") else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "Resources/\(name).\(type)"])
    }
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// What every page shares, and then the styles of one.
  static func style(_ pages: String...) throws -> String {
    try (["base"] + pages).map { try text($0, "css") }.joined()
  }

  /// A template filled in; what isn't markup goes through ``ScalarEscaping``, which no template can forget to ask for.
  static func filled(_ template: String, with model: Any) throws -> String {
    MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
    let source = try "{{% CONTENT_TYPE: \(ScalarEscaping.name)}}\n" + text(template, "mustache")
    return try MustacheTemplate(string: source).render(model)
  }
}
