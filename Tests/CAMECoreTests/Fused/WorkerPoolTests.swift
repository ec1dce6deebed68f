import CAMECore
import Synchronization
import Testing

@Suite("A pool of threads")
struct WorkerPoolTests {
  @Test("runs every loop once on every thread, and returns when all have ended", arguments: [1, 2, 5])
  func runs(threads: Int) {
    let pool = WorkerPool(threads: threads)
    let sums = (0..<threads).map { _ in Sum() }
    for loop in 1...1000 {
      pool.run { sums[$0].value.add(loop, ordering: .relaxed) }
      let ended = sums.allSatisfy { $0.value.load(ordering: .relaxed) == loop * (loop + 1) / 2 }
      guard ended else {
        Issue.record("Loop \(loop) returned before its end, or ran twice.")
        return
      }
    }
  }

  @Test("wakes threads that went to sleep")
  func sleepers() async throws {
    let pool = WorkerPool(threads: 3)
    let sum = Sum()
    for _ in 0..<5 {
      pool.run { _ in sum.value.add(1, ordering: .relaxed) }
      try await Task.sleep(for: .milliseconds(30))
    }
    #expect(sum.value.load(ordering: .relaxed) == 15)
  }

  @Test("waits for a thread that takes longer than it looks for")
  func slowThread() {
    let pool = WorkerPool(threads: 2)
    let sum = Sum()
    for _ in 0..<5 {
      pool.run { worker in
        if worker == 1 {
          var x = 1.0
          for i in 0..<3_000_000 { x += 1 / (x + Double(i)) }
          sum.value.add(x > 0 ? 1 : 0, ordering: .relaxed)
        }
      }
    }
    #expect(sum.value.load(ordering: .relaxed) == 5)
  }

  @Test("takes loops of several callers one after the other")
  func callers() async {
    let pool = WorkerPool(threads: 2)
    let (sum, inside) = (Sum(), Sum())
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<200 {
            pool.run { worker in
              let before = inside.value.add(1, ordering: .sequentiallyConsistent).newValue
              sum.value.add(before <= 2 ? 1 : 1_000_000, ordering: .relaxed)
              inside.value.subtract(1, ordering: .sequentiallyConsistent)
            }
          }
        }
      }
    }
    #expect(sum.value.load(ordering: .relaxed) == 4 * 200 * 2)
  }

  @Test("that was stopped refuses a loop, and says of how many threads it was")
  func stopped() async throws {
    let pool = WorkerPool(threads: 2)
    #expect(!pool.isStopped)
    pool.stop()
    pool.stop()
    #expect(pool.isStopped)
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let pool = WorkerPool(threads: 2)
      pool.stop()
      pool.run { _ in }
    }
    #expect(text(result).contains("a pool of 2 threads that was stopped before"))
  }

  @Test("of no threads is refused")
  func noThreads() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WorkerPool(threads: 0)
    }
    #expect(text(result).contains("at least one thread, but got 0"))
  }
}

/// What a process that ended said.
func text(_ result: ExitTest.Result?) -> String {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}

private final class Sum: Sendable {
  let value = Atomic(0)
}
