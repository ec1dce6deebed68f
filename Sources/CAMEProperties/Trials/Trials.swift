internal import CAMECore
package import Formats
package import PropertyKit

/// Which trials a property is tried on.
package struct Trials: Sendable {
  package var shapes: [ShapeKind] = ShapeKind.allCases
  package var steps = 1...5
  /// The most rows and columns.
  package var side = 6
  package var kinds = MatrixKind.allCases
  /// Whether nothing in the step may come near underflow, so that scaling by powers of two is exact.
  package var isPlain = false
  /// What the property asks of hyperparameters and gradients.
  package var restrict: @Sendable (inout Palette) -> Void = { _ in }

  package init(
    _ shapes: [ShapeKind] = ShapeKind.allCases, steps: ClosedRange<Int> = 1...5, side: Int = 6,
    kinds: [MatrixKind] = MatrixKind.allCases, _ restrict: @escaping @Sendable (inout Palette) -> Void = { _ in }
  ) {
    (self.shapes, self.steps, self.side, self.kinds, self.restrict) = (shapes, steps, side, kinds, restrict)
  }

  /// Gradients without extremes.
  package static func plain(
    _ shapes: [ShapeKind] = ShapeKind.allCases, steps: ClosedRange<Int> = 1...4, side: Int = 6,
    _ restrict: @escaping @Sendable (inout Palette) -> Void = { _ in }
  ) -> Trials {
    let kinds: [MatrixKind] = [
      .normal, .integers, .constant, .rankOne, .sparseRows, .checkerboard, .zeroRowsAndColumns, .nearDuplicateRows,
    ]
    var trials = Trials(shapes, steps: steps, side: side, kinds: kinds) { palette in
      palette.exponents = palette.isNarrow ? 0...1 : -10...8
      if palette.isNarrow {
        palette.magnitude = 16
        palette.β2 = [0.5, 0]
        palette.β3 = [0.5, 0]
      }
      restrict(&palette)
    }
    trials.isPlain = true
    return trials
  }

  /// The trials of a subject.
  ///
  /// The parameter is one more layer of the stack of gradients, so that one choice holds all numbers.
  package func generator<Scalar: Refereed>(_ subject: Subject<Scalar>) -> Generator<Trial<Scalar>> {
    var palette = Palette(Scalar.self)
    restrict(&palette)
    let shapes = shapes.filter(subject.shapes.contains)
    let forms = zip(
      Generator<Int>.integers(in: 0...(shapes.count - 1), even: true), .integers(in: steps, even: true))
    // Made once: reading a format off a wide type is slow.
    let stacks = shapes.map { kind in steps.map { stack(kind, steps: $0, palette, Scalar.self) } }
    let first = steps.lowerBound
    return zip(
      Self.hyperparameters(palette), .integers(in: 0...65535, even: true),
      forms.flatMap { form in stacks[form.0][form.1 - first].map { (shapes[form.0], $0) } }
    ).map { hyperparameters, salt, stack in
      let (kind, layers) = stack
      let shape = kind.shape(rows: layers[0].rows, columns: layers[0].columns)
      let batch = kind.leading.reduce(1, *)
      let tensors = stride(from: 0, to: layers.count, by: batch).map { first in
        try! Tensor(shape: shape, values: layers[first..<first + batch].flatMap(\.elements))
      }
      return Trial(
        subject: subject, hyperparameters: hyperparameters, start: tensors[0], gradients: Array(tensors.dropFirst()),
        salt: salt)
    }
  }

  /// The parameter and the gradients, the matrices of a batch one after the other.
  private func stack<Scalar: Refereed>(
    _ kind: ShapeKind, steps: Int, _ palette: Palette, _ format: Scalar.Type
  ) -> Generator<[Matrix<Scalar>]> {
    let layers = (steps + 1) * kind.leading.reduce(1, *)
    let side = kind.leading.isEmpty ? side : max(2, side / 2)
    // Where numbers are few, those that are far from their least; where nothing is subnormal, what is tiny beside ε1.
    var (kinds, exponents) = (
      isPlain && palette.isNarrow ? [.integers, .constant, .checkerboard] : kinds, palette.exponents
    )
    if Scalar.leastNonzeroMagnitude == Scalar.leastNormalMagnitude {
      if kinds == [.subnormal] { (kinds, exponents) = ([.normal], -200...(-180)) }
      kinds.removeAll { $0 == .subnormal }
    }
    let options = MatrixOptions<Scalar>(
      kinds: kinds, exponents: exponents, magnitude: palette.magnitude.map { Scalar(nearest: $0) },
      isSquare: kind == .square)
    let isOneRow = [.vector, .scalar, .row].contains(kind)
    let isOneColumn = [.scalar, .column].contains(kind)
    return .matrixSequences(
      steps: layers...layers, rows: isOneRow ? 1...1 : 1...side, columns: isOneColumn ? 1...1 : 1...side, options)
  }

  private static func hyperparameters(_ palette: Palette) -> Generator<CAMEHyperparameters> {
    func one(of values: [ExactDecimal]) -> Generator<ExactDecimal> { .one(of: values) }
    return zip(
      one(of: palette.η), one(of: palette.β1), one(of: palette.β2), one(of: palette.β3), one(of: palette.ε1),
      one(of: palette.ε2), one(of: palette.d), one(of: palette.λ)
    ).map { η, β1, β2, β3, ε1, ε2, d, λ in
      try! CAMEHyperparameters(
        learningRate: η, beta1: β1, beta2: β2, beta3: β3, epsilon1: ε1, epsilon2: ε2, clipThreshold: d, weightDecay: λ)
    }
  }
}
