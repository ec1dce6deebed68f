internal import Foundation
internal import PropertyKit
internal import Synchronization

/// The regression file of one test file.
struct RegressionStore {
  let url: URL

  /// Tests/Module/…/File.swift has its regressions in Tests/Regressions/Module/File.txt: outside of the module's folder, where
  /// a file that no target declares would be a warning.
  init?(testFile: String, _ policy: RegressionPolicy) {
    let name = URL(filePath: testFile).deletingPathExtension().lastPathComponent + ".txt"
    switch policy {
    case .off: return nil
    case .folder(let folder):
      url = URL(filePath: folder).appending(path: name)
      return
    case .inTests: break
    }
    let parts = testFile.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let tests = parts.lastIndex(of: "Tests"), tests + 2 < parts.count else { return nil }
    url = URL(filePath: parts[...tests].joined(separator: "/")).appending(
      path: "Regressions/\(parts[tests + 1])/\(name)")
  }

  /// One process writes one file at a time; another process may replace it meanwhile, so it is read again before.
  private static let lock = Mutex(())

  /// What is stored, or nil if there is no file.
  ///
  /// - Throws: what is wrong with the file; it is then never written to.
  func read() throws -> RegressionFile? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    return try RegressionFile(text: String(decoding: Data(contentsOf: url), as: UTF8.self))
  }

  /// Adds an entry; whether it is new.
  func add(_ entry: RegressionFile.Entry) throws -> Bool {
    try Self.lock.withLock { _ in
      var file = try read() ?? RegressionFile()
      guard file.add(entry) else { return false }
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.text.utf8).write(to: url, options: .atomic)
      return true
    }
  }
}
