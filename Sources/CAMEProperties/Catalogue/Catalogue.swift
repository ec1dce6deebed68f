internal import CAMECore
internal import Formats

extension CAMEProperty {
  static func all<Scalar: Refereed>(in format: Scalar.Type) -> [PropertyIn<Scalar>] {
    factorBounds() + clipBounds() + specialGradients() + exactSymmetries() + lifecycle() + roundedSymmetries()
      + equations() + factorization() + rankOne() + multipliers() + descent()
  }
}
