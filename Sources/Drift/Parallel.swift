internal import Dispatch
internal import Synchronization

/// `body(i)` of every i under `count`, on at most `threads` threads; the results in order, or the first error in order.
///
/// A thread that is done takes the next one, so that tasks of unequal length end together.
func parallel<Result>(_ count: Int, threads: Int, _ body: (Int) throws -> Result) throws -> [Result] {
  // Each task writes to its own place, and is read after all have ended.
  nonisolated(unsafe) let results = UnsafeMutablePointer<Swift.Result<Result, any Error>?>.allocate(capacity: count)
  results.initialize(repeating: nil, count: count)
  defer {
    results.deinitialize(count: count)
    results.deallocate()
  }
  let next = Atomic(0)
  withoutActuallyEscaping(body) { body in
    nonisolated(unsafe) let body = body
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while true {
        let i = next.add(1, ordering: .relaxed).oldValue
        guard i < count else { return }
        results[i] = Swift.Result { try body(i) }
      }
    }
  }
  return try (0..<count).map { i in
    guard let result = results[i] else { preconditionFailure("Task \(i) was not run.") }
    return try result.get()
  }
}
