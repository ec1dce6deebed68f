import PropertyKit
import Timing

@main
enum BenchHarness {
  static func main() throws {
    let only = Set(CommandLine.arguments.dropFirst())
    for challenge in publicChallenges() + matrixChallenges() where only.isEmpty || only.contains(challenge.name) {
      let r = ChallengeResult(challenge, runs: 100)
      let ok = r.distinct == 1 && r.mode.text == challenge.expected
      print(
        ok ? "ok " : "BAD", challenge.name, r.evaluations.count, "distinct", r.distinct, "mean", r.mean.text(1), "max",
        r.evaluations.max() ?? 0, "sec", r.seconds.text(2))
      if !ok { for (m, n) in r.minima.sorted(by: { $0.value > $1.value }).prefix(6) { print("    ", n, m) } }
    }
    print(
      (0..<7).map { WorstDot.bits(evaluations: 1500, seed: $0).text(1) },
      (0..<7).map { WorstDot.randomBits(evaluations: 1500, seed: $0).text(1) })
    let m = Generator<Matrix<Float>>.matrices(rows: 64...64, columns: 64...64)
    for kind in [nil] + MatrixKind.allCases.map({ $0 as MatrixKind? }) {
      let g =
        kind.map { Generator<Matrix<Float>>.matrices(rows: 64...64, columns: 64...64, MatrixOptions(kinds: [$0])) } ?? m
      var s = Settings(seed: 1); s.cases = 20000
      let t = nanoseconds { _ = Property(g) { Verdict($0.rows == 64) }.run(s) }
      print(kind.map { "\($0)" } ?? "all", (20000 / t * 1e9).text(0))
    }
  }
}
