package import CAMECore
package import Formats
internal import PropertyKit

/// One case of a property: a parameter, hyperparameters and a gradient for each step.
package struct Trial<Scalar: Refereed> {
  let subject: Subject<Scalar>
  package let hyperparameters: CAMEHyperparameters
  package let start: Tensor<Scalar>
  package let gradients: [Tensor<Scalar>]
  /// A number from which a property takes what else it needs: a permutation, a power, a place.
  package let salt: Int

  package var shape: [Int] { start.shape }
  var isFactored: Bool { shape.count >= 2 }
  var n: Int { start.rows }
  var m: Int { start.columns }
  var count: Int { start.count }
  /// A parameter of zeros.
  var zero: Tensor<Scalar> { start.map { _ in 0 } }

  /// Trains a parameter and gives the states from before the first step to after the last.
  func train(
    _ hyperparameters: CAMEHyperparameters? = nil, from start: Tensor<Scalar>? = nil,
    with gradients: [Tensor<Scalar>]? = nil
  ) throws -> [Snapshot<Scalar>] {
    let training = try begin(hyperparameters, from: start)
    return try [training.snapshot()]
      + (gradients ?? self.gradients).map { gradient in
        try training.step(gradient)
        return training.snapshot()
      }
  }

  /// A parameter before its first step, in an instance of its own.
  func begin(_ hyperparameters: CAMEHyperparameters? = nil, from start: Tensor<Scalar>? = nil) throws -> Training<
    Scalar
  > {
    let start = start ?? self.start
    let session = try subject.begin(hyperparameters ?? self.hyperparameters)
    guard session.supports(start.shape) else { throw Unsupported() }
    return try session.start(start)
  }

  /// The hyperparameters with some of them changed.
  func with(_ change: (inout CAMEHyperparameters) -> Void) -> CAMEHyperparameters {
    var changed = hyperparameters
    change(&changed)
    return changed
  }
}

/// The implementation doesn't have such tensors: the case says nothing of it.
struct Unsupported: Error {}

extension Trial: CustomStringConvertible {
  /// Shape, the hyperparameters that aren't the defaults, and every number exactly.
  package var description: String {
    let usual = try! CAMEHyperparameters(learningRate: hyperparameters.learningRate)
    let changed = zip(hyperparameters.named, usual.named).compactMap { ours, usual in
      ours.value == usual.value && ours.symbol != "η" ? nil : "\(ours.symbol) = \(ours.value)"
    }
    let steps = gradients.enumerated().map { "g\($0 + 1) = \(text($1))" }
    return (["shape \(shape)"] + changed + ["θ0 = \(text(start))"] + steps).joined(separator: ", ")
      + (salt == 0 ? "" : ", salt \(salt)")
  }

  private func text(_ tensor: Tensor<Scalar>) -> String {
    if let first = tensor.values.first, tensor.count > 1, tensor.values.allSatisfy({ $0 == first }) {
      return "all \(exactText(first))"
    }
    return "[\(tensor.values.map { exactText($0) }.joined(separator: ", "))]"
  }
}
