internal import Formats

extension Mutant {
  static func heldOut<Scalar: Refereed>() -> [MutantIn<Scalar>] { [] }
}
