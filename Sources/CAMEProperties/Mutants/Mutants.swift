internal import CAMECore
internal import Formats

extension Mutant {
  /// Every mutant, those of one equation together.
  public static let all: [Mutant] = all(in: Float.self).map(\.about)

  static func all<Scalar: Refereed>(in format: Scalar.Type) -> [MutantIn<Scalar>] {
    moments() + epsilons() + clip() + momentum() + confidence() + parameter() + precision() + layout() + lifecycle()
  }
}
