internal import Foundation

/// Sequences of symbols whose masked symbols can be predicted up to a known limit, and no better.
///
/// A hidden state goes from place to place by a transition matrix and shows a symbol at each. A model that is asked for masked
/// symbols has at least the cross-entropy of ``bayesLoss(of:masked:)``, which the forward-backward recursion gives exactly: the excess over
/// it is what a model has not learned.
///
/// Reference: Rabiner, *A tutorial on hidden Markov models*, Proceedings of the IEEE 77, 1989, section III.
public struct HiddenMarkovSource: Sendable {
  /// How many hidden states and how many symbols there are.
  public let states, symbols: Int
  /// transition[i][j]: the probability of going from state i to j.
  public let transition: [[Double]]
  /// emission[i][v]: the probability that state i shows symbol v.
  public let emission: [[Double]]
  /// The stationary distribution of the states, from which sequences start.
  public let stationary: [Double]
  private let draws: Draws

  /// A source drawn from a seed: each state has few likely successors and shows few symbols.
  public init(states: Int = 12, symbols: Int = 32, seed: UInt64) {
    let draws = Draws(seed: seed)
    // Powers of uniform numbers: most are small, few are large.
    func row(_ count: Int, _ stream: Int, _ row: Int, power: Double) -> [Double] {
      let weights = (0..<count).map { pow(draws.fraction(row * count + $0, stream: stream) + 0x1p-21, power) }
      let sum = weights.reduce(0, +)
      return weights.map { $0 / sum }
    }
    transition = (0..<states).map { i in
      row(states, 20, i, power: 4).enumerated().map { 0.7 * $1 + ($0 == (i + 1) % states ? 0.3 : 0) }
    }
    emission = (0..<states).map { row(symbols, 21, $0, power: 12) }
    (self.states, self.symbols, self.draws) = (states, symbols, draws)
    var stationary = [Double](repeating: 1 / Double(states), count: states)
    for _ in 0..<1000 { stationary = Self.after(stationary, transition) }
    self.stationary = stationary
  }

  private static func after(_ p: [Double], _ transition: [[Double]]) -> [Double] {
    p.indices.map { j in p.indices.reduce(0) { $0 + p[$1] * transition[$1][j] } }
  }

  /// Sequence number `index`: the same for every caller.
  public func sequence(_ index: Int, length: Int) -> [Int] {
    func drawn(_ p: [Double], _ place: Int) -> Int {
      var rest = draws.fraction(index * 2 * length + place, stream: 22)
      for (i, probability) in p.enumerated() {
        rest -= probability
        if rest < 0 { return i }
      }
      return p.count - 1
    }
    var state = drawn(stationary, 0)
    return (0..<length).map { t in
      if t > 0 { state = drawn(transition[state], 2 * t) }
      return drawn(emission[state], 2 * t + 1)
    }
  }

  /// The probability of each symbol at each masked place, given all the others: nobody can know more.
  ///
  /// - Complexity: O(length · states · (states + symbols)).
  public func posterior(of sequence: [Int], masked: [Int]) -> [[Double]] {
    let hidden = Set(masked)
    /// How likely each state shows what is seen at t; 1 where nothing is.
    func likelihood(_ t: Int) -> [Double] {
      hidden.contains(t) ? Array(repeating: 1, count: states) : emission.map { $0[sequence[t]] }
    }
    var (forward, now) = ([[Double]](), stationary)
    for t in sequence.indices {
      forward.append(now)
      now = Self.after(normalised(zip(now, likelihood(t)).map(*)), transition)
    }
    var backward = sequence.map { _ in [Double]() }
    now = Array(repeating: 1, count: states)
    for t in sequence.indices.reversed() {
      backward[t] = now
      let seen = zip(now, likelihood(t)).map(*)
      now = normalised((0..<states).map { i in (0..<states).reduce(0) { $0 + transition[i][$1] * seen[$1] } })
    }
    return masked.map { t in
      let state = normalised(zip(forward[t], backward[t]).map(*))
      return (0..<symbols).map { v in (0..<states).reduce(0) { $0 + state[$1] * emission[$1][v] } }
    }
  }

  /// The mean cross-entropy in nats of the best possible prediction of masked symbols.
  public func bayesLoss(of sequences: [[Int]], masked: [[Int]]) -> Double {
    var (loss, count) = (0.0, 0)
    for (sequence, places) in zip(sequences, masked) {
      for (place, p) in zip(places, posterior(of: sequence, masked: places)) {
        loss -= log(p[sequence[place]])
        count += 1
      }
    }
    return loss / Double(count)
  }

  private func normalised(_ p: [Double]) -> [Double] {
    let sum = p.reduce(0, +)
    return p.map { $0 / sum }
  }
}
