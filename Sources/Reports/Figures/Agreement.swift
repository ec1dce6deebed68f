import Foundation

/// How much of a quantity is right at one step, measured in bits.
enum Agreement: Equatable {
  /// `bits` significant bits are right; `exact` when nothing differs at all.
  case right(bits: Double, exact: Bool)
  /// NaN or infinite where the reference is finite.
  case notFinite
  /// There is no error to speak of, as where the reference itself is zero.
  case undefined

  /// Takes −log2 of a relative error, at least 0 and at most `cap`.
  ///
  /// A missing error means NaN or infinity unless `nonFinite` says that no element was either.
  init(error: Double?, nonFinite: Int?, cap: Int) {
    switch error {
    case 0?: self = .right(bits: Double(cap), exact: true)
    // An error of 1 would give −0, and print as such.
    case let error? where error >= 1: self = .right(bits: 0, exact: false)
    case let error?: self = .right(bits: min(Double(cap), -log2(error)), exact: false)
    case nil: self = (nonFinite ?? 1) > 0 ? .notFinite : .undefined
    }
  }

  /// The bits that are right, where they can be counted.
  var bits: Double? {
    if case .right(let bits, _) = self { bits } else { nil }
  }
}
