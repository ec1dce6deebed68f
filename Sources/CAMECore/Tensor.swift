/// Numbers in a shape, row-major: the last dimension is contiguous.
///
/// A scalar has the shape `[]` and one value. A tensor of two or more dimensions is a batch of matrices over its last two.
@frozen
public struct Tensor<Scalar> {
  /// The length of each dimension, outermost first; empty for a scalar.
  public let shape: [Int]
  /// The values, row-major; as many as the product of `shape`.
  @inlinable
  public var values: [Scalar] { storage }

  // Only element by element from outside, so that the count always fits the shape.
  @usableFromInline var storage: [Scalar]

  /// A tensor of `shape` over `values` in row-major order.
  ///
  /// - Throws: ``TensorError`` if a length is negative, the product overflows, or the counts differ.
  public init(shape: [Int], values: [Scalar]) throws(TensorError) {
    let count = try Self.count(of: shape)
    guard values.count == count else { throw .count(shape: shape, needed: count, got: values.count) }
    self.shape = shape
    storage = values
  }

  /// A tensor of `shape` with the same value everywhere.
  ///
  /// - Throws: ``TensorError`` if a length is negative or the product overflows.
  public init(repeating value: Scalar, shape: [Int]) throws(TensorError) {
    self.shape = shape
    storage = Array(repeating: value, count: try Self.count(of: shape))
  }

  /// A vector.
  public init(_ values: [Scalar]) {
    self.shape = [values.count]
    storage = values
  }

  /// A matrix of equally long rows.
  ///
  /// - Throws: ``TensorError`` if the rows differ in length.
  public init(rows: [[Scalar]]) throws(TensorError) {
    try self.init(shape: [rows.count, rows.first?.count ?? 0], values: rows.flatMap { $0 })
  }

  @inlinable
  init(unchecked values: [Scalar], shape: [Int]) {
    self.shape = shape
    storage = values
  }

  /// How many values there are.
  @inlinable
  public var count: Int { storage.count }

  /// Rows of each matrix: the length of the second-last dimension; 1 for vectors and scalars.
  @inlinable
  public var rows: Int { shape.count < 2 ? 1 : shape[shape.count - 2] }

  /// Columns of each matrix: the length of the last dimension; 1 for a scalar.
  @inlinable
  public var columns: Int { shape.last ?? 1 }

  /// How many matrices there are: the product of all dimensions before the last two.
  @inlinable
  public var batch: Int { shape.dropLast(2).reduce(1, *) }

  /// The value at a row-major index; setting keeps the shape.
  @inlinable
  public subscript(index: Int) -> Scalar {
    get { storage[index] }
    _modify { yield &storage[index] }
  }

  /// The tensor of the same shape with every value transformed.
  @inlinable
  public func map<Other>(_ transform: (Scalar) throws -> Other) rethrows -> Tensor<Other> {
    Tensor<Other>(unchecked: try values.map(transform), shape: shape)
  }

  static func count(of shape: [Int]) throws(TensorError) -> Int {
    var count = 1
    for length in shape {
      guard length >= 0 else { throw .negativeLength(shape: shape) }
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow else { throw .tooLarge(shape: shape) }
      count = product
    }
    return count
  }
}

extension Tensor: Equatable where Scalar: Equatable {}
extension Tensor: Sendable where Scalar: Sendable {}

/// A tensor that can't be.
public enum TensorError: Error, Equatable, Sendable, CustomStringConvertible {
  case count(shape: [Int], needed: Int, got: Int)
  case negativeLength(shape: [Int])
  case tooLarge(shape: [Int])

  public var description: String {
    switch self {
    case .count(let shape, let needed, let got):
      "A tensor of shape \(shape) needs \(needed) values, but got \(got)."
    case .negativeLength(let shape): "The shape \(shape) has a negative length."
    case .tooLarge(let shape): "The shape \(shape) has more elements than an Int can count."
    }
  }
}
