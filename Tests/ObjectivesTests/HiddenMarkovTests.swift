import Foundation
import Objectives
import Testing

@Suite("The hidden Markov source")
struct HiddenMarkovTests {
  private let source = HiddenMarkovSource(states: 3, symbols: 4, seed: 7)

  /// P(sequence), summed over all ways through the hidden states.
  private func probability(of sequence: [Int]) -> Double {
    var total = 0.0
    let ways = Int(pow(3.0, Double(sequence.count)))
    for way in 0..<ways {
      let states = sequence.indices.map { way / Int(pow(3.0, Double($0))) % 3 }
      var p = source.stationary[states[0]]
      for t in sequence.indices {
        p *= source.emission[states[t]][sequence[t]]
        if t > 0 { p *= source.transition[states[t - 1]][states[t]] }
      }
      total += p
    }
    return total
  }

  @Test("gives the posterior that a sum over all ways gives")
  func posterior() {
    for index in 0..<5 {
      let sequence = source.sequence(index, length: 5)
      for place in sequence.indices {
        let joint = (0..<4).map { symbol in
          var other = sequence
          other[place] = symbol
          return probability(of: other)
        }
        let p = source.posterior(of: sequence, masked: [place])[0]
        for symbol in 0..<4 { #expect(abs(p[symbol] - joint[symbol] / joint.reduce(0, +)) < 1e-13) }
      }
    }
  }

  @Test("shows symbols as often as its stationary distribution says")
  func frequencies() {
    let cases = 20_000
    for place in [0, 3] {
      var counts = [Double](repeating: 0, count: 4)
      for index in 0..<cases { counts[source.sequence(index, length: 4)[place]] += 1 }
      for symbol in 0..<4 {
        let expected = (0..<3).reduce(0) { $0 + source.stationary[$1] * source.emission[$1][symbol] }
        // Hoeffding: wrong once in 10⁶ seeds at most.
        #expect(abs(counts[symbol] / Double(cases) - expected) < (log(2e6) / (2 * Double(cases))).squareRoot())
      }
    }
  }

  @Test("has a Bayes loss that no other prediction goes below on average, and uniform guessing stays above")
  func bayes() {
    let source = HiddenMarkovSource(seed: 1)
    let sequences = (0..<2000).map { source.sequence($0, length: 16) }
    let masked = sequences.indices.map { [$0 % 16, ($0 / 16 + 5) % 16].sorted() }.map { Array(Set($0)).sorted() }
    let bayes = source.bayesLoss(of: sequences, masked: masked)
    // Without the context there is the stationary distribution of symbols.
    let unigram = (0..<32).map { v in (0..<12).reduce(0) { $0 + source.stationary[$1] * source.emission[$1][v] } }
    var (loss, count) = (0.0, 0.0)
    for (sequence, places) in zip(sequences, masked) {
      for place in places { (loss, count) = (loss - log(unigram[sequence[place]]), count + 1) }
    }
    #expect(bayes < loss / count && loss / count < log(32))
    #expect(source.sequence(3, length: 16) == HiddenMarkovSource(seed: 1).sequence(3, length: 16))
  }
}
