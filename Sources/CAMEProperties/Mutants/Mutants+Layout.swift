internal import CAMECore
internal import Formats

/// Which elements make a row, a column and a matrix.
extension Mutant {
  static func layout<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    ranks() + matrices()
  }

  /// What counts as a matrix.
  private static func ranks<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn(
        "single-row-as-vector", "A matrix of one row or one column is treated as a vector.", seen: "neural_net"
      ) {
        $0.shape = { $0.count == 2 && $0.contains(1) ? [$0[0] * $0[1]] : $0 }
      },
      MutantIn(
        "only-matrices-factored", "Tensors of three or more dimensions are treated as vectors.", seen: "Sana"
      ) {
        $0.shape = { $0.count > 2 ? [$0.reduce(1, *)] : $0 }
      },
      MutantIn("nothing-factored", "Every matrix and every batch of matrices is treated as a vector.") {
        $0.shape = { $0.count > 1 ? [$0.reduce(1, *)] : $0 }
      },
      MutantIn("vectors-as-rows", "A vector is treated as a matrix of one row, with factors and a confidence.") {
        $0.shape = { $0.count == 1 ? [1] + $0 : $0 }
      },
      MutantIn("scalars-as-matrices", "A scalar is treated as a 1 × 1 matrix, with factors and a confidence.") {
        $0.shape = { $0.isEmpty ? [1, 1] : $0 }
      },
    ]
  }

  /// Where the elements of a matrix lie.
  private static func matrices<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("tall-as-transposed", "A matrix of more rows than columns is transposed first: r and c change places.") {
        $0.axes = { $0.count == 2 && $0[0] > $0[1] ? [1, 0] : nil }
      },
      MutantIn("tall-as-reshaped", "A matrix of n > m rows is read as one of m rows of n elements, not transposed.") {
        $0.shape = { $0.count == 2 && $0[0] > $0[1] ? [$0[1], $0[0]] : $0 }
      },
      MutantIn(
        "kernels-as-rows", "A tensor of four dimensions is one matrix: its first dimension by all the others."
      ) {
        $0.shape = { $0.count == 4 ? [$0[0], $0[1] * $0[2] * $0[3]] : $0 }
      },
      MutantIn("batch-as-rows", "A batch of matrices is one matrix of all their rows, and c is common to them.") {
        $0.shape = { $0.count > 2 ? [$0.dropLast().reduce(1, *)] + $0.suffix(1) : $0 }
      },
      MutantIn("batch-as-columns", "A batch of matrices is one matrix: its first dimension by all the others.") {
        $0.shape = { $0.count == 3 ? [$0[0], $0[1] * $0[2]] : $0 }
      },
      MutantIn("first-two-dimensions", "A tensor of four dimensions is factored over its first two.") {
        $0.axes = { $0.count == 4 ? [2, 3, 0, 1] : nil }
      },
      MutantIn(
        "two-largest-dimensions", "A tensor of three or more dimensions is factored over its two longest.",
        seen: "optax, Adafactor"
      ) {
        $0.axes = { shape in
          guard shape.count > 2 else { return nil }
          let longest = shape.indices.sorted { (shape[$0], $0) > (shape[$1], $1) }.prefix(2).sorted()
          return shape.indices.filter { !longest.contains($0) } + longest
        }
      },
      MutantIn(
        "shards-as-matrices", "Each half of the rows of a matrix is factored by itself, as on two machines.",
        seen: "ColossalAI, distributed"
      ) {
        $0.shape = { $0.count == 2 && $0[0] > 2 && $0[0] % 2 == 0 ? [2, $0[0] / 2, $0[1]] : $0 }
      },
    ]
  }
}
