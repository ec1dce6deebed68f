/// The kinds of tensor that CAME treats each in its own way, or that ports do.
public enum ShapeKind: String, CaseIterable, Sendable, Codable {
  case matrix, square, vector, scalar
  /// 1 × m.
  case row
  /// n × 1.
  case column
  /// A batch of matrices.
  case batch
  /// Four dimensions, as of a convolution.
  case kernel

  package static let factored: [ShapeKind] = [.matrix, .square, .row, .column, .batch, .kernel]
  package static let unfactored: [ShapeKind] = [.vector, .scalar]
  /// One matrix, not a batch.
  static let single: [ShapeKind] = [.matrix, .square, .row, .column]

  /// The dimensions before the last two.
  var leading: [Int] {
    switch self {
    case .batch: [3]
    case .kernel: [2, 2]
    default: []
    }
  }

  /// A tensor of the kind, to ask whether such are supported.
  var example: [Int] {
    shape(rows: self == .row ? 1 : 2, columns: self == .column ? 1 : self == .square ? 2 : 3)
  }

  func shape(rows: Int, columns: Int) -> [Int] {
    switch self {
    case .scalar: []
    case .vector: [columns]
    default: leading + [rows, columns]
    }
  }
}
