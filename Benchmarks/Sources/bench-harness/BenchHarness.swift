import ArgumentParser
import PropertyKit
import Timing

@main
struct BenchHarness: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-harness",
    abstract: "Shrinking challenges beside Hypothesis, matrix challenges, the search for the worst case, and speed.")

  @Option(help: "Seeds for each challenge.") var runs = 100
  @Option(help: "Seconds after which Hypothesis begins no new run of a challenge; 0 leaves it out.") var peerSeconds =
    60

  func run() throws {
    let lists = try challenges(publicChallenges(), title: "public shrinking challenge", withPeer: peerSeconds > 0)
    let matrices = try challenges(matrixChallenges(), title: "matrix challenges", withPeer: false)
    let worst = search()
    let rate = speed()
    print("\nSummary")
    print("  \(lists.normal) of \(lists.all) public challenges end in the expected counterexample alone; asked: 13.")
    if lists.compared > 0 {
      print("  \(lists.fewer) of \(lists.compared) take no more evaluations in the mean than Hypothesis; asked: 10.")
    }
    print(
      "  \(matrices.normal) of \(matrices.all) matrix challenges end in the expected counterexample alone; asked: all.")
    print("  Worst error of a dot product: 2^\(worst.text(1)) ulps for the least lucky seed; asked: 2^20.")
    print("  64×64 Float matrices a second: \(rate.text(0)); asked: 50000.")
  }

  private struct Score { var (all, normal, compared, fewer) = (0, 0, 0, 0) }

  /// Runs each challenge here and then, if asked, in Hypothesis, so that both meet the machine in the same state.
  private func challenges(_ challenges: [Challenge], title: String, withPeer: Bool) throws -> Score {
    var score = Score()
    var rows = [
      [title, "runs", "minima", "evaluations", "ms/run"]
        + (withPeer ? ["Hypothesis: runs", "minima", "evaluations"] : []) + ["ends in"]
    ]
    for challenge in challenges {
      let result = ChallengeResult(challenge, runs: runs)
      let isNormal = result.distinct == 1 && result.mode.text == challenge.expected && result.evaluations.count == runs
      score.all += 1
      score.normal += isNormal ? 1 : 0
      var row = [
        challenge.name, "\(result.evaluations.count)", "\(result.distinct)",
        "\(result.mean.text(1)) ±\(result.halfInterval.text(1))", (result.seconds / Double(runs) * 1e3).text(2),
      ]
      if withPeer {
        if let peer = try HypothesisPeer.run(challenge.name, runs: runs, seconds: peerSeconds) {
          score.compared += 1
          score.fewer += result.mean <= peer.meanEvaluations ? 1 : 0
          row += ["\(peer.runs)", "\(peer.distinct)", peer.meanEvaluations.text(1)]
        } else {
          row += ["–", "–", "–"]
        }
      }
      rows.append(
        row + [
          isNormal ? challenge.expected : "\(result.mode.text) (\(result.mode.count); expected \(challenge.expected))"
        ])
    }
    print(Table(rows: rows).text + "\n")
    if withPeer && score.compared == 0 {
      print("Hypothesis isn't there to compare with; Benchmarks/peers/setup makes its environment.\n")
    }
    return score
  }

  /// The least of the largest errors that seven seeds find.
  private func search() -> Double {
    let seeds: [UInt64] = [0, 1, 2, 3, 4, 5, 6]
    let found = seeds.map { WorstDot.bits(evaluations: 1500, seed: $0) }
    let random = seeds.map { WorstDot.randomBits(evaluations: 1500, seed: $0) }
    let head =
      ["log2 of the worst error in ulps, naive dot product of 8 Floats, 1500 evaluations"] + seeds.map { "seed \($0)" }
    print(
      Table(rows: [head, ["random"] + random.map { $0.text(1) }, ["search"] + found.map { $0.text(1) }]).text + "\n")
    return found.min() ?? 0
  }

  /// 64×64 Float matrices of all kinds a second, in the best of five rounds.
  private func speed() -> Double {
    func rate<Value>(_ generator: Generator<Value>, cases: Int) -> Double {
      var settings = Settings(seed: 1)
      settings.cases = cases
      var samples = Samples()
      for _ in 0..<5 { samples.append(nanoseconds { _ = Property(generator) { _ in .holds }.run(settings) }) }
      return Double(cases) / samples.min * 1e9
    }
    func matrices(_ options: MatrixOptions<Float> = MatrixOptions()) -> Generator<Matrix<Float>> {
      .matrices(rows: 64...64, columns: 64...64, options)
    }
    let all = rate(matrices(), cases: 10_000)
    var rows = [
      ["cases a second, the engine alone, release", "measured"],
      ["an Int", rate(Generator<Int>.integers(in: 0...1_000_000), cases: 1_000_000).text(0)],
      ["a Double", rate(Generator<Double>.reals(), cases: 300_000).text(0)],
      ["a 64×64 Float matrix of any kind", all.text(0)],
    ]
    for kind in MatrixKind.allCases {
      rows.append(["  \(kind.rawValue)", rate(matrices(MatrixOptions(kinds: [kind])), cases: 2000).text(0)])
    }
    print(Table(rows: rows).text)
    return all
  }
}
