internal import CAMECore
internal import Formats

extension Mutant {
  /// Every mutant, those of one equation together.
  public static let all: [Mutant] = all(in: Float.self).map(\.about)

  static func all<Scalar: Refereed>(in format: Scalar.Type) -> [MutantIn<Scalar>] {
    clipping()
  }

  static func clipping<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("no-clip", "The update is not clipped.") { $0[.û] = { $0[.u] } }
    ]
  }
}
