internal import CAMECore
internal import Formats
#if MPFR
  internal import BigRealModule
#endif

extension CAMEProperty {
  /// Every property in a format, at full speed in those of this list.
  #if MPFR
    @specialized(where Scalar == Double)
    @specialized(where Scalar == BigReal127)
  #endif
  #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    @specialized(where Scalar == Float16)
  #endif
  @specialized(where Scalar == Float)
  static func all<Scalar: Refereed>(in format: Scalar.Type) -> [PropertyIn<Scalar>] {
    factorBounds() + clipBounds() + specialGradients() + exactSymmetries() + lifecycle() + roundedSymmetries()
      + equations() + factorization() + rankOne() + multipliers() + descent()
  }
}
