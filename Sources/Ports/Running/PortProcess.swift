internal import Dispatch
internal import Foundation
internal import Subprocess
internal import Synchronization

/// A client's process that is kept alive, asked one line at a time.
///
/// The process runs in a task of its own; this side waits, for the search for a smaller failing case is no asynchronous code.
/// So call it from a thread of your own, not from a task.
final class PortProcess: Sendable {
  /// The longest line that is taken for a reply.
  static let lineLimit = 1 << 20
  /// How much of standard error is kept.
  static let errorLimit = 4096

  private enum Order: Sendable {
    case send(String), finish, kill
  }

  private struct State {
    var lines: [[UInt8]] = []
    var partial: [UInt8] = []
    var isTooLong = false
    var errors: [UInt8] = []
    /// How the process ended; nil while it runs.
    var end: String?
  }

  private let state = Mutex(State())
  /// Signalled at each line and at the end.
  private let events = DispatchSemaphore(value: 0)
  private let orders: AsyncStream<Order>.Continuation

  /// A process that ends before it reads what it is told would end this one, too; its output tells of it in time.
  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  /// Starts a command of the shell.
  init(command: String) {
    Self.ignoresBrokenPipes
    let (stream, orders) = AsyncStream<Order>.makeStream()
    self.orders = orders
    Task.detached { [self] in await run(command, stream) }
  }

  /// What the process answers to a line.
  func ask(_ line: String, within timeLimit: Duration) throws(PortFailure) -> [UInt8] {
    orders.yield(.send(line + "\n"))
    return try nextLine(within: timeLimit)
  }

  /// The next line that it writes.
  func nextLine(within timeLimit: Duration) throws(PortFailure) -> [UInt8] {
    let deadline = DispatchTime.now() + .nanoseconds(Int(timeLimit / .nanoseconds(1)))
    while true {
      let (reply, end, isTooLong) = state.withLock { state in
        (state.lines.isEmpty ? nil : state.lines.removeFirst(), state.end, state.isTooLong)
      }
      if let reply { return reply }
      if isTooLong { throw failure(.garbage, "It wrote a line of more than \(Self.lineLimit) bytes.") }
      if let end { throw failure(.ended, end) }
      if events.wait(timeout: deadline) == .timedOut {
        throw failure(.timeout, "It didn't reply within \(timeLimit / .seconds(1)) s.")
      }
    }
  }

  /// A failure with the end of standard error.
  func failure(_ kind: PortFailure.Kind, _ message: String) -> PortFailure {
    PortFailure(kind, message, standardError: state.withLock { String(decoding: $0.errors, as: UTF8.self) })
  }

  /// Closes standard input and waits a little for the end, which a process that goes on doesn't live to see.
  func end() {
    orders.yield(.finish)
    if !waitForEnd(seconds: 2) { kill() }
  }

  func kill() {
    orders.yield(.kill)
    _ = waitForEnd(seconds: 5)
  }

  private func waitForEnd(seconds: Int) -> Bool {
    let deadline = DispatchTime.now() + .seconds(seconds)
    while state.withLock({ $0.end == nil }) {
      if events.wait(timeout: deadline) == .timedOut { return false }
    }
    return true
  }

  // MARK: The other side

  private func run(_ command: String, _ stream: AsyncStream<Order>) async {
    var platform = PlatformOptions()
    // A group of its own, so that what the shell starts ends with it.
    platform.processGroupID = 0
    let end: String
    do {
      let result = try await Subprocess.run(
        .name("sh"), arguments: ["-c", command], platformOptions: platform, input: .inputWriter,
        output: .sequence, error: .sequence
      ) { execution in
        await withTaskGroup { group in
          group.addTask { [self] in
            do {
              for try await buffer in execution.standardOutput { take(buffer.withUnsafeBytes { Array($0) }) }
            } catch {}
            orders.finish()
          }
          group.addTask { [self] in
            do {
              for try await buffer in execution.standardError { takeError(buffer.withUnsafeBytes { Array($0) }) }
            } catch {}
          }
          for await order in stream {
            switch order {
            // A process that has gone doesn't read; its end is told by its output.
            case .send(let line): _ = try? await execution.standardInputWriter.write(line)
            case .finish: try? await execution.standardInputWriter.finish()
            case .kill: try? execution.send(signal: .kill, toProcessGroup: true)
            }
          }
        }
      }
      end = "Its process ended: \(result.terminationStatus)."
    } catch {
      end = "Its process can't be run: \(error)."
    }
    state.withLock { $0.end = end }
    orders.finish()
    events.signal()
  }

  private func take(_ bytes: [UInt8]) {
    let added = state.withLock { state in
      var added = 0
      for byte in bytes {
        if byte == UInt8(ascii: "\n") {
          state.lines.append(state.partial)
          state.partial.removeAll()
          added += 1
        } else if state.partial.count < Self.lineLimit {
          state.partial.append(byte)
        } else if !state.isTooLong {
          state.isTooLong = true
          added += 1
        }
      }
      return added
    }
    for _ in 0..<added { events.signal() }
  }

  private func takeError(_ bytes: [UInt8]) {
    state.withLock { state in
      state.errors += bytes
      if state.errors.count > Self.errorLimit { state.errors.removeFirst(state.errors.count - Self.errorLimit) }
    }
  }
}
