internal import Foundation

/// The one place where this module reads and writes files.
enum RegularFile {
  /// Why a file can't be read or written, in words.
  struct Failure: Error {
    let path: String
    let reason: String
  }

  /// The bytes of a regular file, memory-mapped where that is safe.
  ///
  /// Pipes, devices, directories and addresses on a network are refused: they may never end.
  static func read(_ url: URL) throws(Failure) -> Data {
    do {
      let values = try FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
      guard url.isFileURL, values[.type] as? FileAttributeType == .typeRegular else {
        throw Failure(path: url.path, reason: "it isn't a regular file")
      }
      return try Data(contentsOf: url, options: .mappedIfSafe)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(path: url.path, reason: reason(error))
    }
  }

  /// Writes a file whole or not at all.
  static func write(_ data: Data, to url: URL) throws(Failure) {
    do {
      try data.write(to: url, options: .atomic)
    } catch {
      throw Failure(path: url.path, reason: reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file or folder"
    case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
    case .fileWriteOutOfSpace: "the disk is full"
    default: error.localizedDescription
    }
  }
}
