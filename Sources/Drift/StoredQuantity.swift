public import CAMECore

/// What lives from one step to the next, each of which may be kept in a format of its own.
public enum StoredQuantity: String, CaseIterable, Sendable {
  case θ = "param"
  case m, r, c, v, R, C

  /// The quantity of the step.
  public var quantity: Quantity {
    switch self {
    case .θ: .θ
    case .m: .m
    case .r: .r
    case .c: .c
    case .v: .v
    case .R: .R
    case .C: .C
    }
  }

  /// How many numbers of it a tensor of `shape` has: n·m of θ and m, n of r and R, m of c and C for a matrix; v is that of
  /// vectors and scalars.
  func count(shape: [Int]) -> Int {
    let count = shape.reduce(1, *)
    let isFactored = shape.count >= 2
    switch self {
    case .θ, .m: return count
    case .v: return isFactored ? 0 : count
    case .r, .R: return isFactored && count > 0 ? count / shape[shape.count - 1] : 0
    case .c, .C: return isFactored && count > 0 ? count / shape[shape.count - 2] : 0
    }
  }
}
