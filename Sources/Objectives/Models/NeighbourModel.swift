internal import CAMECore
public import RealModule

/// Softmax regression of a hidden Markov source's symbols on both their neighbours: logits Lₗ + Rᵣ + b.
///
/// Convex, with two matrices and a vector, and rough in scale, since symbols differ in how often they come. The Bayes loss given both
/// neighbours bounds the loss over all sequences from below.
public struct NeighbourModel: Problem {
  public let source: HiddenMarkovSource
  /// How many triples of symbols there are.
  public let cases: Int

  public init(symbols: Int = 16, cases: Int = 512) {
    (source, self.cases) = (HiddenMarkovSource(states: 6, symbols: symbols, seed: 1), cases)
  }

  public var name: String { "hidden-markov" }
  public var summary: String { "softmax regression of a hidden Markov source's symbols on their neighbours" }
  public var shapes: [[Int]] {
    [[source.symbols, source.symbols], [source.symbols, source.symbols], [source.symbols]]
  }
  /// For the usual size; a test holds it between the loss at a point and what strong convexity leaves below it.
  public var minimum: KnownMinimum? {
    guard source.symbols == 16, cases == 512 else { return nil }
    return KnownMinimum(1.8638114831034, relativeError: 1e-12, source: "computed here, BFGS in Double")
  }

  public func start(seed: UInt64) -> [[Double]] {
    var place = 0
    return shapes.map { shape in
      (0..<shape.reduce(1, *)).map { _ in
        place += 1
        return Draws(seed: seed).signed(place) / 2
      }
    }
  }

  /// The triples that are learned from.
  var triples: [[Int]] { (0..<cases).map { source.sequence($0, length: 3) } }

  public func objective<Scalar: Real & Sendable>(in type: Scalar.Type) -> any Objective<Scalar> {
    NeighbourLoss<Scalar>(triples: triples, symbols: source.symbols, λ: number(Regression.regularization))
  }
}

struct NeighbourLoss<Scalar: Real & Sendable>: Objective {
  let triples: [[Int]]
  let symbols: Int
  let λ: Scalar

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar> {
    let rows = Scalar(triples.count)
    var loss: Scalar = 0
    var gradient = θ.map { $0.map { λ * $0 } }
    var p = [Scalar](repeating: 0, count: symbols)
    for triple in triples {
      let (left, right) = (triple[0] * symbols, triple[2] * symbols)
      var top = -Scalar.infinity
      for v in 0..<symbols {
        p[v] = θ[0][left + v] + θ[1][right + v] + θ[2][v]
        if p[v] > top { top = p[v] }
      }
      loss += (top - p[triple[1]]) / rows
      var sum: Scalar = 0
      for v in 0..<symbols {
        p[v] = Scalar.exp(p[v] - top)
        sum += p[v]
      }
      loss += Scalar.log(sum) / rows
      for v in 0..<symbols {
        let slope = (p[v] / sum - (v == triple[1] ? 1 : 0)) / rows
        gradient[0][left + v] += slope
        gradient[1][right + v] += slope
        gradient[2][v] += slope
      }
    }
    for tensor in θ { for i in 0..<tensor.count { loss += λ * tensor[i] * tensor[i] / 2 } }
    return Evaluated(value: loss, gradient: gradient)
  }
}
