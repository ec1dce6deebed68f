import CAMECore
import Synchronization
import Testing

@Suite("A pool of threads")
struct WorkerPoolTests {
  @Test("runs every place of every loop once, and returns when all have ended", arguments: [1, 2, 5])
  func runs(threads: Int) {
    let pool = WorkerPool(threads: threads)
    let sums = (0..<7).map { _ in Sum() }
    for loop in 1...2000 {
      // Loops of 0 to 7 places in turn: place i is in those of more than i.
      pool.run(loop % 8) { _, place in sums[place].value.add(1, ordering: .relaxed) }
      let ended = sums.enumerated().allSatisfy { place, sum in
        let expected = (1...loop).count { $0 % 8 > place }
        return loop % 50 != 0 || sum.value.load(ordering: .relaxed) == expected
      }
      guard ended else {
        Issue.record("Loop \(loop) returned before its end, or a place ran twice.")
        return
      }
    }
  }

  @Test("numbers its threads from 0, the caller's, and lets others take part")
  func threads() {
    let pool = WorkerPool(threads: 3)
    let used = (0..<3).map { _ in Sum() }
    // Long places, so that nobody is late for all of them.
    for _ in 0..<20 {
      pool.run(60) { thread, _ in used[thread].value.add(work() > 0 ? 1 : 0, ordering: .relaxed) }
    }
    let counts = used.map { $0.value.load(ordering: .relaxed) }
    #expect(counts.reduce(0, +) == 1200)
    #expect(counts[0] > 0 && counts[1] + counts[2] > 0, "\(counts)")
  }

  @Test("wakes threads that went to sleep, and waits for one that takes longer than it looks for")
  func sleepers() async throws {
    let pool = WorkerPool(threads: 2)
    let (sum, woken) = (Sum(), Sum())
    var loops = 0
    // On a busy machine a woken thread may come too late for a loop, but not for a hundred of them.
    while loops < 5 || (loops < 100 && woken.value.load(ordering: .relaxed) == 0) {
      try await Task.sleep(for: .milliseconds(30))
      pool.run(20) { thread, _ in
        if thread == 1 { woken.value.add(1, ordering: .relaxed) }
        for _ in 0..<(thread == 0 ? 3 : 100) { sum.value.add(work() > 0 ? 0 : 1, ordering: .relaxed) }
        sum.value.add(1, ordering: .relaxed)
      }
      loops += 1
    }
    #expect(sum.value.load(ordering: .relaxed) == 20 * loops)
    #expect(woken.value.load(ordering: .relaxed) > 0)
  }

  @Test("takes loops of several callers one after the other")
  func callers() async {
    let pool = WorkerPool(threads: 2)
    let (sum, inside) = (Sum(), Sum())
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<200 {
            pool.run(3) { _, _ in
              let now = inside.value.add(1, ordering: .sequentiallyConsistent).newValue
              sum.value.add(now <= 2 ? 1 : 1_000_000, ordering: .relaxed)
              inside.value.subtract(1, ordering: .sequentiallyConsistent)
            }
          }
        }
      }
    }
    #expect(sum.value.load(ordering: .relaxed) == 4 * 200 * 3)
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
      pool.run(1) { _, _ in }
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

/// About thirty microseconds of it.
private func work() -> Double {
  var x = 1.0
  for i in 0..<10_000 { x += 1 / (x + Double(i)) }
  return x
}

private final class Sum: Sendable {
  let value = Atomic(0)
}
