internal import CAMECore
internal import RealModule
internal import Traces

/// How well two answers to one case agree, in decimal digits.
enum Agreement {
  /// As many as a format of so many bits can tell.
  static func limit(significantBits: Int) -> Double { Double(significantBits) * 0.30103 }

  /// The fewest digits in which any quantity that both show agrees, at any step: −log10 of the largest difference, relative to the
  /// number it is a difference from or, where that is small, to a thousandth of the largest of its tensor.
  ///
  /// Parameters count by their change in a step, which a large parameter would hide. Not a number here and a number there agree
  /// to no digit.
  static func digits(_ a: PortAnswer, _ b: PortAnswer, _ question: PortCase) -> Double {
    if a.refused != b.refused { return 0 }
    var worst = 0.0
    for (place, parameter) in question.parameters.enumerated() {
      var before = (parameter.initial, parameter.initial)
      for step in 0..<min(a.steps.count, b.steps.count) {
        let (x, y) = (a.steps[step][place], b.steps[step][place])
        worst = max(worst, difference(change(x.θ, before.0), change(y.θ, before.1)))
        for (key, tensor) in x.state {
          if let other = y.state[key] { worst = max(worst, difference(tensor, other)) }
        }
        before = (x.θ, y.θ)
      }
    }
    let limit = limit(significantBits: question.stateElement.significantBits)
    return worst == 0 ? limit : max(0, min(limit, -Double.log10(worst)))
  }

  private static func change(_ after: Tensor<Double>, _ before: Tensor<Double>) -> Tensor<Double> {
    var change = after
    for i in 0..<after.count { change[i] = after[i] - before[i] }
    return change
  }

  private static func difference(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
    // Clients bring numbers into the shape that they should have where the count is right.
    guard a.count == b.count else { return 1 }
    let largest = b.values.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    var worst = 0.0
    for i in 0..<a.count {
      let (x, y) = (a[i], b[i])
      if x == y || x.isNaN && y.isNaN { continue }
      let difference = (x - y).magnitude / max(y.magnitude, largest / 1000)
      worst = max(worst, difference.isFinite ? difference : 1)
    }
    return worst
  }
}
