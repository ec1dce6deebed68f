internal import Foundation
internal import Synchronization

/// What standard output and standard error are connected to.
enum Terminal {
  /// Columns of the terminal, or 80 where there is none; never under 60.
  static var width: Int {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return max(60, min(Int(size.ws_col), 120))
    }
    return 80
  }

  /// Prints a line at once, into a file or a pipe too; ends the program as a broken pipe does where nobody reads on.
  static func say(_ line: String) {
    do { try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8)) } catch {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
  }

  /// Whether standard output shows colour; `NO_COLOR` turns it off.
  static var hasColor: Bool {
    isatty(STDOUT_FILENO) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }
}

/// A line on standard error that grows, shown only in a terminal and only after a second.
final class ProgressBar: Sendable {
  private let label: String
  private let start = ContinuousClock.now
  private let isShown = isatty(STDERR_FILENO) == 1
  private let last = Mutex(-1)

  init(label: String) {
    self.label = label
  }

  /// Shows that a share is done; callable from any thread.
  func show(_ share: Double) {
    guard isShown, ContinuousClock.now - start > .seconds(1) else { return }
    let percent = Int(share * 100)
    last.withLock { last in
      guard percent > last else { return }
      last = percent
      let filled = percent * 24 / 100
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
      let text =
        "\r\(bar) \(String(repeating: " ", count: percent < 10 ? 2 : percent < 100 ? 1 : 0))\(percent) %  \(label)\u{1B}[K"
      FileHandle.standardError.write(Data(text.utf8))
    }
  }

  /// Removes the line.
  func clear() {
    last.withLock { last in
      guard last >= 0 else { return }
      last = 100
      FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
  }
}

/// Counts from 1, from any thread.
final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
