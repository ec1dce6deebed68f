internal import CAMECore
internal import Traces

extension StateKey {
  /// The quantity of Algorithm 2 that it is.
  var quantity: Quantity {
    switch self {
    case .momentum: .m
    case .squares: .v
    case .squaresRow: .r
    case .squaresColumn: .c
    case .instabilityRow: .R
    case .instabilityColumn: .C
    }
  }

  /// How many terms a factor is the mean of; nil for what is no factor.
  func termsOfMean(ofShape shape: [Int]) -> Int? {
    switch self {
    case .momentum, .squares: nil
    case .squaresRow, .instabilityRow: shape.last
    case .squaresColumn, .instabilityColumn: shape.dropLast().last
    }
  }
}

extension Quantity {
  /// What a port can show, in the order of a step.
  static let shown: [Quantity] = [.r, .c, .v, .m, .R, .C, .θ]
}

extension PortAnswer.Shown {
  /// A quantity, if it is shown.
  subscript(quantity: Quantity) -> Tensor<Double>? {
    quantity == .θ ? θ : StateKey.allCases.first { $0.quantity == quantity }.flatMap { state[$0] }
  }
}
