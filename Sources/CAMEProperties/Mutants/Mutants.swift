internal import CAMECore
internal import Formats

extension Mutant {
  /// Every mutant, those of one equation together.
  public static let all: [Mutant] = all(in: Float.self).map(\.about)

  /// Every mutant in a format, at full speed in Float, in which kill matrices are made.
  @specialized(where Scalar == Float)
  static func all<Scalar: Refereed>(in format: Scalar.Type) -> [MutantIn<Scalar>] {
    var apart: [MutantIn<Scalar>] = heldOut()
    for i in apart.indices { apart[i].about.isHeldOut = true }
    return known() + apart
  }

  /// Those that the author of the catalogue had before him.
  private static func known<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    moments() + epsilons() + clip() + momentum() + confidence() + parameter() + precision() + layout() + lifecycle()
  }
}
