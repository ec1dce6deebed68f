import Dispatch
import Synchronization

/// Threads that wait for loops to share, and keep waiting between one loop and the next.
///
/// A step is a dozen short loops one after the other, so what counts is how soon all threads have begun and ended one:
/// about a microsecond, as long as the next loop comes soon. A thread that has looked for work for a while in vain sleeps
/// until it is called.
///
///     let pool = WorkerPool(threads: 2)
///     let came = FusedCAME(CAME<Float>(hyperparameters), pool: pool)
///
/// Loops of several callers run one after the other. ``stop()`` ends the threads, as does the end of the pool itself.
public final class WorkerPool: Sendable {
  /// How many threads work on a loop, the caller's included.
  public let threads: Int
  private let crew: Crew
  private let caller = Mutex(())

  /// A pool of `threads` threads, of which one is the caller of each loop.
  public init(threads: Int) {
    demand(threads >= 1, "A pool needs at least one thread, but got \(threads).")
    self.threads = threads
    crew = Crew(helpers: threads - 1)
    for helper in 0..<threads - 1 {
      // A queue of its own is a thread of its own for as long as its only block runs.
      DispatchQueue(label: "CAMECore.WorkerPool.\(helper + 1)", qos: .userInitiated).async { [crew] in
        crew.help(as: helper)
      }
    }
  }

  deinit { crew.stop() }

  /// Ends the threads; the pool can't be used after it.
  public func stop() { caller.withLock { _ in crew.stop() } }

  /// Whether ``stop()`` was called.
  public var isStopped: Bool { crew.isStopped }

  /// Runs `body` once on each thread, with its number from 0, which is the caller's; returns when all have ended.
  ///
  /// - Precondition: The pool isn't stopped, and `body` doesn't use it.
  /// - Complexity: about a microsecond beside `body`; no allocation.
  public func run(_ body: @escaping @Sendable (Int) -> Void) {
    caller.withLock { _ in
      demand(!crew.isStopped, "A loop was given to a pool of \(threads) threads that was stopped before.")
      crew.run(body)
    }
  }
}

/// The threads' common ground; apart from the pool, so that the threads don't keep the pool alive.
private final class Crew: Sendable {
  private let helpers: Int
  /// The number of the current loop.
  private let loop = Atomic(0)
  private let stopped = Atomic(false)
  /// Helpers that still work on it.
  private let busy = Atomic(0)
  private let callerIsAsleep = Atomic(false)
  private let callerBell = DispatchSemaphore(value: 0)
  private let asleep: [Sleeper]
  // Written by the caller before a loop begins, read by helpers until it has ended.
  private nonisolated(unsafe) var body: (@Sendable (Int) -> Void)?

  /// What `look` finds, or nil after about as long as waking a sleeper takes, some fifty microseconds.
  ///
  /// A thread that was put on the processor of the one it waits for must sleep soon; that it is put elsewhere when it wakes
  /// is up to the system, and it does so.
  @inline(__always)
  fileprivate static func look<Found>(for look: () -> Found?) -> Found? {
    for _ in 0..<100_000 {
      if let found = look() { return found }
    }
    return nil
  }

  init(helpers: Int) {
    self.helpers = helpers
    asleep = (0..<helpers).map { _ in Sleeper() }
  }

  var isStopped: Bool { stopped.load(ordering: .acquiring) }

  func run(_ body: @escaping @Sendable (Int) -> Void) {
    guard helpers > 0 else { return body(0) }
    self.body = body
    busy.store(helpers, ordering: .relaxed)
    loop.add(1, ordering: .sequentiallyConsistent)
    for sleeper in asleep { sleeper.wake() }
    body(0)
    wait()
    self.body = nil
  }

  /// Until every helper has ended the loop.
  private func wait() {
    if Self.look(for: { self.busy.load(ordering: .acquiring) == 0 ? true : nil }) != nil { return }
    callerIsAsleep.store(true, ordering: .sequentiallyConsistent)
    if busy.load(ordering: .sequentiallyConsistent) == 0 {
      // The last helper may have seen the flag; then its bell has to be heard.
      if !callerIsAsleep.exchange(false, ordering: .sequentiallyConsistent) { callerBell.wait() }
      return
    }
    callerBell.wait()
  }

  func help(as helper: Int) {
    var seen = 0
    while true {
      seen = asleep[helper].next(after: seen, in: loop)
      guard !isStopped else { return }
      body?(helper + 1)
      if busy.subtract(1, ordering: .sequentiallyConsistent).newValue == 0,
        callerIsAsleep.exchange(false, ordering: .sequentiallyConsistent)
      {
        callerBell.signal()
      }
    }
  }

  func stop() {
    guard !stopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
    loop.add(1, ordering: .sequentiallyConsistent)
    for sleeper in asleep { sleeper.wake() }
  }

  /// Where one helper waits.
  final class Sleeper: Sendable {
    private let isAsleep = Atomic(false)
    private let bell = DispatchSemaphore(value: 0)

    func wake() {
      if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { bell.signal() }
    }

    /// The number of the first loop after `seen`.
    func next(after seen: Int, in loop: borrowing Atomic<Int>) -> Int {
      while true {
        let news = Crew.look { () -> Int? in
          let now = loop.load(ordering: .acquiring)
          return now == seen ? nil : now
        }
        if let news { return news }
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        if loop.load(ordering: .sequentiallyConsistent) == seen
          || !isAsleep.exchange(false, ordering: .sequentiallyConsistent)
        {
          bell.wait()
        }
      }
    }
  }
}
