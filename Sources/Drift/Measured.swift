internal import CAMECore
internal import Formats

/// The truth of one quantity at one step of one tensor.
struct TruthValues {
  /// The values.
  let values: [Expansion]
  /// The largest finite magnitude, to scale by; 1 if all are zero.
  let scale: Double
  /// ‖values / scale‖₂ over the finite ones.
  let norm: Double

  init(_ values: [Expansion]) {
    var largest = 0.0
    for value in values where value.isFinite { largest = max(largest, value.high.magnitude) }
    let scale = largest == 0 ? 1 : largest
    var squares = 0.0
    for value in values where value.isFinite {
      let x = value.high / scale
      squares += x * x
    }
    self.values = values
    self.scale = scale
    norm = squares.squareRoot()
  }
}

/// How far one quantity was from the truth at one step of one tensor.
struct Measured {
  /// ‖x − truth‖₂ / ‖truth‖₂; NaN if an element of either is not finite.
  var error = 0.0
  /// ‖x − truth‖₂, for other norms to divide by.
  var distance = 0.0
  /// The largest error of an element in ulps; NaN likewise.
  var ulps = 0.0
  /// Elements that are NaN or infinite where the truth is finite.
  var nonFinite = 0
  /// Elements that are zero where the truth is not.
  var vanished = 0
  /// Those of them that are under the least number of the format.
  var underflowed = 0
  /// The first of the non-finite elements.
  var firstNonFinite: Int?

  @inline(__always)
  init<Scalar: FormatScalar>(_ x: Tensor<Scalar>, truth: TruthValues, ulp: UlpScale) {
    var squares = 0.0
    var lostTruth = 0
    x.values.withUnsafeBufferPointer { x in
      truth.values.withUnsafeBufferPointer { truth_ in
        for i in x.indices {
          let (value, true_) = (x[i].expansion, truth_[i])
          guard true_.isFinite else {
            lostTruth += 1
            continue
          }
          guard value.isFinite else {
            nonFinite += 1
            if firstNonFinite == nil { firstNonFinite = i }
            continue
          }
          if value.isZero, !true_.isZero {
            vanished += 1
            if true_.high.magnitude < ulp.leastNumber { underflowed += 1 }
          }
          let error = (value - true_).magnitude
          guard error != 0 else { continue }
          ulps = max(ulps, error / ulp.ulp(at: true_.high))
          let scaled = error / truth.scale
          squares += scaled * scaled
        }
      }
    }
    guard nonFinite == 0, lostTruth == 0 else {
      (error, distance, ulps) = (.nan, .nan, .nan)
      return
    }
    distance = squares.squareRoot() * truth.scale
    error = squares == 0 ? 0 : squares.squareRoot() / truth.norm
  }

  /// The same distance relative to another norm.
  func relative(to norm: Double) -> Measured {
    var result = self
    if !distance.isNaN { result.error = distance == 0 ? 0 : distance / norm }
    return result
  }
}
