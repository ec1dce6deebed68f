import Foundation

/// The files of this module from which pages are made.
enum Resource {
  /// A file as text.
  static func text(_ name: String, _ type: String) throws -> String {
    guard let file = Bundle.module.url(forResource: name, withExtension: type, subdirectory: "Resources") else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "Resources/\(name).\(type)"])
    }
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// What every page shares, and then the style of one.
  static func style(_ page: String) throws -> String {
    try text("base", "css") + text(page, "css")
  }
}
