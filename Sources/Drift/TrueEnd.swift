internal import Formats

/// Where a tensor truly ends, and how far that is from its start.
struct TrueEnd: Sendable {
  let θ: TruthValues
  let start: [Float]
  let way: Double

  init(θ: [Expansion], start: [Float]) {
    (self.θ, self.start) = (TruthValues(θ, shape: [θ.count]), start)
    let ways = zip(start, θ).map { $1 - Expansion(Double($0)) }
    let scale = ways.reduce(0) { max($0, $1.magnitude) }
    guard scale > 0, scale.isFinite else {
      way = scale
      return
    }
    way = ways.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }.squareRoot() * scale
  }

  /// ⟨Δθ, true Δθ⟩ / ‖true Δθ‖²; 1 where there is no way to go.
  func advance(_ θ: [Double]) -> Double {
    guard way > 0 else { return 1 }
    return θ.indices.reduce(0.0) { sum, i in
      let start = Double(start[i])
      return sum + ((θ[i] - start) / way) * ((self.θ.values[i] - Expansion(start)) / way)
    }
  }
}
