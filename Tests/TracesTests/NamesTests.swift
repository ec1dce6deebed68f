import Testing
import Traces

@Suite struct NaturalOrderTests {
  private static let sorted = [
    "", "0", "01", "1", "2", "10", "a", "a/b", "a01", "a1", "a1.b", "a2", "a10", "a10.2", "a10.10",
    "a99999999999999999999", "a100000000000000000000", "aa", "blocks.2.up", "blocks.10.down", "é",
  ]

  /// Every pair, in both directions; a name doesn't precede itself.
  @Test func pairs() {
    for (i, a) in Self.sorted.enumerated() {
      for (j, b) in Self.sorted.enumerated() {
        #expect(NaturalOrder.precedes(a, b) == (i < j), "\(a) \(b)")
      }
    }
  }
}

@Suite struct RunKeyTests {
  @Test(arguments: [
    ("init/a", RunKey.initial("a")),
    ("init/init/a", .initial("init/a")),
    ("init/dense/kernel", .initial("dense/kernel")),
    ("init/\u{301}", .initial("\u{301}")),
    ("step.0001/grad/a", .gradient(step: 1, "a")),
    ("step.9999/param/a/b", .parameter(step: 9999, "a/b")),
    ("step.10000/grad/a", .gradient(step: 10000, "a")),
    ("step.0100/state/exp_avg/a", .state(step: 100, .momentum, "a")),
    ("step.0100/state/exp_avg_sq/a", .state(step: 100, .squares, "a")),
    ("step.0100/state/exp_avg_sq_row/a", .state(step: 100, .squaresRow, "a")),
    ("step.0100/state/exp_avg_sq_col/a", .state(step: 100, .squaresColumn, "a")),
    ("step.0100/state/exp_avg_res_row/a", .state(step: 100, .instabilityRow, "a")),
    ("step.0100/state/exp_avg_res_col/a", .state(step: 100, .instabilityColumn, "a")),
  ])
  func thereAndBack(_ text: String, key: RunKey) {
    #expect(RunKey(text) == key)
    #expect(Array(key.text.utf8) == Array(text.utf8))
  }

  @Test(arguments: [
    "", "init", "init/", "Init/a", "a", "step.1/grad/a", "step.00001/grad/a", "step.0000/grad/a", "step.-001/grad/a",
    "step.0001/grad/", "step.0001/grad", "step.0001/param/", "step.0001/state/exp_avg/", "step.0001/state/exp_avg",
    "step.0001/state/exp_avg_sq_rows/a", "step.0001/state/a", "step.0001/gradient/a", "step./grad/a",
    "step.0001a/grad/a",
    "step.99999999999999999999/grad/a", "step.٠٠٠١/grad/a", " init/a", "step.+001/grad/a",
  ])
  func notAKey(_ text: String) {
    #expect(RunKey(text) == nil)
  }
}
