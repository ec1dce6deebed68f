#if MPFR
  internal import BigRealModule
  internal import CAMECore
  internal import Formats

  /// What drift is measured against: MPFR at enough bits that its own error is out of sight.
  enum Reference: Int, Sendable {
    /// Far beyond Double, and three times as fast as more.
    case bits127 = 127
    /// For policies that compute in MPFR themselves.
    case bits255 = 255

    /// The least that is out of sight of all policies.
    init(for policies: [Policy]) {
      let widest = policies.map(\.arithmetic.significantBits).max() ?? 0
      self = widest <= Double.significantBits ? .bits127 : .bits255
    }

    /// The true run of a tensor.
    func truth(_ initial: Tensor<Float>, _ hyperparameters: CAMEHyperparameters, threads: Int) -> ErasedRun {
      func run<Scalar: FormatScalar>(_: Scalar.Type) -> ErasedRun {
        erase(
          rule: CAME<Scalar>(
            hyperparameters, rounding: .exactComplement, evaluation: Evaluation(threads: threads)),
          initial: initial, TensorFormats())
      }
      switch self {
      case .bits127: return run(BigReal127.self)
      case .bits255: return run(BigReal255.self)
      }
    }
  }
#endif
