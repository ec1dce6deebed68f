internal import CAMECore
internal import Formats

/// All quantities of one step of one tensor as they truly are.
struct TruthStep {
  /// The number of the step, from 1.
  let step: Int
  let quantities: [Quantity: TruthValues]
}

/// The truth of one quantity at one step of one tensor.
struct TruthValues {
  let shape: [Int]
  /// The values.
  let values: [Expansion]
  /// The largest finite magnitude, to scale by; 1 if all are zero.
  let scale: Double
  /// ‖values / scale‖₂ over the finite ones.
  let norm: Double

  init(_ values: [Expansion], shape: [Int]) {
    var largest = 0.0
    for value in values where value.isFinite { largest = max(largest, value.high.magnitude) }
    let scale = largest == 0 ? 1 : largest
    var squares = 0.0
    for value in values where value.isFinite {
      let x = value.high / scale
      squares += x * x
    }
    self.shape = shape
    self.values = values
    self.scale = scale
    norm = squares.squareRoot()
  }

  /// The values rounded to a format.
  @inline(__always)
  func tensor<Scalar: FormatScalar>(as: Scalar.Type) -> Tensor<Scalar> {
    do {
      return try Tensor(shape: shape, values: values.map { Scalar(nearest: $0) })
    } catch {
      preconditionFailure("The shape is that of the values: \(error)")
    }
  }
}
