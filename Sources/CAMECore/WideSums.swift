public import RealModule

/// Adds in a wider format than the arithmetic's, and rounds each sum when it is done.
///
/// So do the reductions of frameworks for half-precision tensors: PyTorch adds Float16 and BFloat16 in Float. Only the sums of
/// a step are wider (the row and column sums of both moments, their totals, and Σu²), not what is done with them.
public struct WideSums<Scalar: Real & Sendable>: Sendable {
  @usableFromInline let rowSums: @Sendable (Tensor<Scalar>) -> Tensor<Scalar>
  @usableFromInline let columnSums: @Sendable (Tensor<Scalar>) -> Tensor<Scalar>
  @usableFromInline let totals: @Sendable (Tensor<Scalar>, Int) -> [Scalar]
  @usableFromInline let sumOfSquares: @Sendable (Tensor<Scalar>) -> Scalar

  /// Sums in `Wide`, in the order of `evaluation`.
  ///
  /// - Complexity: one more pass and a temporary in the wide format for each sum.
  @inlinable
  public init<Wide: Real & Sendable>(
    _ evaluation: Evaluation = Evaluation(), widened: @escaping @Sendable (Scalar) -> Wide,
    rounded: @escaping @Sendable (Wide) -> Scalar
  ) {
    rowSums = { evaluation.rowSums($0.map(widened)).map(rounded) }
    columnSums = { evaluation.columnSums($0.map(widened)).map(rounded) }
    totals = { factors, length in evaluation.totals(factors.map(widened), length: length).map(rounded) }
    sumOfSquares = { rounded(evaluation.sumOfSquares($0.map(widened))) }
  }
}
