internal import Dispatch
internal import Synchronization

/// Runs `work` for every index below `count` on several threads, each taking the next.
func concurrently(count: Int, threads: Int, _ work: @Sendable (Int) -> Void) {
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      work(index)
    }
  }
}
