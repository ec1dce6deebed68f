import Dispatch
import Synchronization

/// Threads that wait for loops to share, and keep waiting between one loop and the next.
///
/// A step is a dozen short loops one after the other, so what counts is how soon a loop begins and ends: about a microsecond,
/// as long as the next one comes soon. A thread that has looked for work for a while in vain sleeps until it is called.
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

  /// Runs `body(thread, place)` once for each of `places`, whichever thread comes first taking the next; thread 0 is the
  /// caller's. Returns when all have ended.
  ///
  /// A thread that is late, because it was asleep or the system had other work, holds nobody up: the others take its places.
  ///
  /// - Precondition: The pool isn't stopped, and `body` doesn't use it.
  /// - Complexity: about a microsecond beside the bodies; no allocation.
  public func run(_ places: Int, _ body: @escaping @Sendable (_ thread: Int, _ place: Int) -> Void) {
    caller.withLock { _ in
      demand(!crew.isStopped, "A loop was given to a pool of \(threads) threads that was stopped before.")
      crew.run(places, body)
    }
  }
}

/// The threads' common ground; apart from the pool, so that the threads don't keep the pool alive.
private final class Crew: Sendable {
  private let sleepers: [Sleeper]
  /// The number of the current loop.
  private let loop = Atomic(0)
  private let stopped = Atomic(false)
  /// Whether helpers may take places, and how many are looking or taking.
  private let isOpen = Atomic(false)
  private let inside = Atomic(0)
  private let nextPlace = Atomic(0)
  private let callerIsAsleep = Atomic(false)
  private let callerBell = DispatchSemaphore(value: 0)
  // Written by the caller while the loop is closed and nobody is inside, read by helpers that found it open.
  private nonisolated(unsafe) var body: (@Sendable (Int, Int) -> Void)?
  private nonisolated(unsafe) var places = 0

  init(helpers: Int) { sleepers = (0..<helpers).map { _ in Sleeper() } }

  var isStopped: Bool { stopped.load(ordering: .acquiring) }

  func run(_ places: Int, _ body: @escaping @Sendable (Int, Int) -> Void) {
    (self.body, self.places) = (body, places)
    nextPlace.store(0, ordering: .relaxed)
    isOpen.store(true, ordering: .sequentiallyConsistent)
    loop.add(1, ordering: .sequentiallyConsistent)
    for sleeper in sleepers { sleeper.wake() }
    takePlaces(as: 0)
    // Either a helper sees that it is closed, or the caller sees that somebody is inside.
    isOpen.store(false, ordering: .sequentiallyConsistent)
    waitUntilEmpty()
    self.body = nil
  }

  private func takePlaces(as thread: Int) {
    guard let body else { return }
    while true {
      let place = nextPlace.add(1, ordering: .relaxed).oldValue
      guard place < places else { return }
      body(thread, place)
    }
  }

  private func waitUntilEmpty() {
    while true {
      if Self.look(for: { self.inside.load(ordering: .sequentiallyConsistent) == 0 ? true : nil }) != nil { return }
      callerIsAsleep.store(true, ordering: .sequentiallyConsistent)
      // The last helper may have left without seeing the flag; if it has seen it, its bell has to be heard.
      let isEmpty = inside.load(ordering: .sequentiallyConsistent) == 0
      if isEmpty, callerIsAsleep.exchange(false, ordering: .sequentiallyConsistent) { return }
      callerBell.wait()
    }
  }

  func help(as helper: Int) {
    var seen = 0
    while true {
      seen = sleepers[helper].next(after: seen, in: loop)
      guard !isStopped else { return }
      inside.add(1, ordering: .sequentiallyConsistent)
      if isOpen.load(ordering: .sequentiallyConsistent) { takePlaces(as: helper + 1) }
      if inside.subtract(1, ordering: .sequentiallyConsistent).newValue == 0,
        callerIsAsleep.exchange(false, ordering: .sequentiallyConsistent)
      {
        callerBell.signal()
      }
    }
  }

  func stop() {
    guard !stopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
    loop.add(1, ordering: .sequentiallyConsistent)
    for sleeper in sleepers { sleeper.wake() }
  }

  /// What `look` finds, or nil after about as long as waking a sleeper takes, some fifty microseconds.
  @inline(__always)
  fileprivate static func look<Found>(for look: () -> Found?) -> Found? {
    for _ in 0..<100_000 {
      if let found = look() { return found }
    }
    return nil
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
        let isNew = loop.load(ordering: .sequentiallyConsistent) != seen
        // Called in the meantime: either nobody saw the flag, or the bell has to be heard.
        if isNew, isAsleep.exchange(false, ordering: .sequentiallyConsistent) { continue }
        bell.wait()
      }
    }
  }
}
