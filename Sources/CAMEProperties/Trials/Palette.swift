package import CAMECore
internal import Formats
internal import RealModule

/// The hyperparameters from which trials are drawn, the first of each the simplest.
///
/// Beyond the defaults there are those under which a mistake shows: at the default d = 1 the clip hides every error of scale
/// in the second moment, and at the default ε nothing depends on where ε is added.
package struct Palette: Sendable {
  package var β1: [ExactDecimal] = [0.9, 0.5, 0, 0.99, 0.95]
  package var β2: [ExactDecimal] = [0.999, 0.9, 0.5, 0, 0.99]
  package var β3: [ExactDecimal] = [0.9999, 0.99, 0.5, 0, 0.999]
  package var ε1: [ExactDecimal] = [1e-30, 0, 3, 1e-8]
  package var ε2: [ExactDecimal] = [1e-16, 0, 5, 1e-4]
  package var d: [ExactDecimal] = [1, 0.001, 1e12, 0.5, 30]
  package var η: [ExactDecimal] = [0.001, 0.5, 0.015625]
  package var λ: [ExactDecimal] = [0, 0.01, 0.5]
  /// A d that no update reaches.
  var unclipped: ExactDecimal = 1e12
  /// The powers of two around which gradients lie.
  package var exponents = -24...8
  /// No element of a gradient is larger; nil for the greatest of the format.
  package var magnitude: Double?
  /// Whether the format has so few exponents that the defaults are lost in it.
  let isNarrow: Bool
  /// The largest gradient beside which a row of zeros keeps a finite root: √(ε1 / least normal number), with room to spare.
  private let finiteMagnitude: Double

  /// The palette of a format.
  ///
  /// A format of five exponent bits is given constants with which its state is finite: (1 − β2) ε1 and (1 − β3) ε2 must not
  /// be lost under its least number, as they are at the defaults.
  init<Scalar: Refereed>(_ format: Scalar.Type) {
    isNarrow = Scalar.leastNormalMagnitude.exponent > -30
    // ε1 = 1e-30 is 2^−100, or 0.001 about 2^−10 in a narrow format.
    let power = (Int(Scalar.leastNormalMagnitude.exponent) + (isNarrow ? 10 : 100)) / 2
    finiteMagnitude = Double(sign: .plus, exponent: min(300, -power - 1), significand: 1)
    guard isNarrow else { return }
    β1 = [0.9, 0.5, 0]
    β2 = [0.99, 0.9, 0.5, 0]
    β3 = [0.99, 0.9, 0.5, 0]
    ε1 = [0.001, 0, 3]
    ε2 = [0.001, 0, 5]
    d = [1, 0.0625, 60000, 0.5, 8]
    η = [0.125, 0.5, 0.015625]
    λ = [0, 0.125, 0.5]
    unclipped = 60000
    exponents = -4...3
    magnitude = 64
  }

  /// ε1 and ε2 are above 0, which keeps zero rows and columns finite.
  package mutating func keepEpsilons() {
    ε1.removeAll { $0 == 0 }
    ε2.removeAll { $0 == 0 }
  }

  /// Gradients for which every quantity of the step is finite, rows and columns of zeros included.
  ///
  /// r_i / mean(r) is at least ε1 / (max g² + ε1), which must not be lost under the least normal number; the clip keeps the
  /// instability as near together.
  package mutating func keepFinite() {
    keepEpsilons()
    mayClip()
    magnitude = finiteMagnitude
    exponents = exponents.lowerBound...min(exponents.upperBound + 4, Int(finiteMagnitude.exponent) - 1)
  }

  /// The clip never acts.
  package mutating func neverClip() { d = [unclipped] }

  /// The clip acts at least sometimes.
  package mutating func mayClip() { d.removeAll { $0 >= unclipped } }
}
