import PropertyKit

/// A property that fails, with the simplest case that a library should end in.
struct Challenge {
  let name: String
  /// The counterexample that the challenge expects, as text.
  let expected: String
  /// Runs the property once; the simplest case as text, and how often the property ran from its first failure on.
  let run: (_ seed: UInt64) -> (minimum: String, evaluations: Int)?

  init<Value>(
    _ name: String, expected: String, _ generator: Generator<Value>, text: @escaping (Value) -> String = { "\($0)" },
    _ test: @escaping (Value) -> Verdict
  ) {
    self.name = name
    self.expected = expected
    run = { seed in
      var settings = Settings(seed: seed)
      settings.cases = 1_000_000
      settings.discardsPerCase = 1000
      let outcome = Property(generator, test).run(settings)
      // The failing call that was found counts, as in the challenge's own runner.
      return outcome.simplest.map { (text($0.value), $0.evaluations + 1) }
    }
  }
}

/// What a library made of a challenge over many seeds.
struct ChallengeResult {
  let runs: Int
  var minima: [String: Int] = [:]
  var evaluations: [Int] = []
  var seconds = 0.0

  var distinct: Int { minima.count }
  var mean: Double { evaluations.isEmpty ? .nan : Double(evaluations.reduce(0, +)) / Double(evaluations.count) }

  /// Half the width of the 95 % interval of the mean.
  var halfInterval: Double {
    let n = Double(evaluations.count)
    let variance = evaluations.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / (n - 1)
    return 1.96 * (variance / n).squareRoot()
  }

  init(_ challenge: Challenge, runs: Int) {
    self.runs = runs
    let elapsed = ContinuousClock().measure {
      for k in 0..<runs {
        guard let found = challenge.run(Settings.seed(for: "\(challenge.name) \(k)")) else { continue }
        minima[found.minimum, default: 0] += 1
        evaluations.append(found.evaluations)
      }
    }
    seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }

  /// The minimum that most runs end in.
  var mode: (text: String, count: Int) {
    minima.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) } ?? ("none", 0)
  }
}
