internal import CAMECore
internal import Formats

/// How far one quantity was from the truth at one step of one tensor.
struct Measured {
  /// ‖x − truth‖₂ / ‖truth‖₂; NaN if an element of either is not finite.
  var error = 0.0
  /// ‖x − truth‖₂, for other norms to divide by.
  var distance = 0.0
  /// The largest error of an element in ulps; NaN likewise.
  var ulps = 0.0
  /// The element of it; −1 where every element is right.
  var worstElement = -1
  /// How many elements there are.
  var elements = 0
  /// Elements that are NaN where the truth is finite, and elements that are infinite there.
  var invalid = 0
  var overflowed = 0
  /// Elements that are zero where the truth is not.
  var vanished = 0
  /// Those of them that are under the least number of the format.
  var underflowed = 0
  /// The first of the elements that are NaN or infinite; −1 if there is none.
  var firstNonFinite = -1

  /// Elements that are NaN or infinite where the truth is finite.
  var nonFinite: Int { invalid + overflowed }

  /// Measures `x`; the errors of its elements are added to `histogram` if there is one.
  @inline(__always)
  init<Scalar: FormatScalar>(
    _ x: Tensor<Scalar>, truth: TruthValues, ulp: UlpScale, histogram: BitsHistogram? = nil
  ) {
    var squares = 0.0
    var lostTruth = 0
    elements = x.count
    x.values.withUnsafeBufferPointer { x in
      truth.values.withUnsafeBufferPointer { truth_ in
        for i in x.indices {
          let (value, true_) = (x[i].expansion, truth_[i])
          guard true_.isFinite else {
            lostTruth += 1
            continue
          }
          guard value.isFinite else {
            if value.high.isNaN { invalid += 1 } else { overflowed += 1 }
            if firstNonFinite < 0 { firstNonFinite = i }
            histogram?.add(.infinity)
            continue
          }
          if value.isZero, !true_.isZero {
            vanished += 1
            if true_.high.magnitude < ulp.leastNumber { underflowed += 1 }
          }
          let error = (value - true_).magnitude
          guard error != 0 else {
            histogram?.add(0)
            continue
          }
          let inUlps = error / ulp.ulp(at: true_.high)
          histogram?.add(inUlps)
          if inUlps > ulps { (ulps, worstElement) = (inUlps, i) }
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
