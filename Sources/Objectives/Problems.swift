/// The problems that the lab knows by name.
public enum Problems {
  /// Every problem.
  public static var all: [any Problem] {
    quadratics + Regression.allCases
      + [MatrixFactorization(), TwoLayerNetwork(), NeighbourModel()] as [any Problem]
      + MGHProblem.allCases
  }

  /// Bowls of condition 16, 1,024 and 2²⁰, and one of 1,024 whose axes aren't the coordinates'.
  public static var quadratics: [any Problem] {
    [4, 10, 20].map { Quadratic(conditionExponent: $0) } + [Quadratic(conditionExponent: 10, rotated: true)]
  }

  /// The problem called `name`.
  ///
  /// - Throws: ``UnknownProblem`` with the names there are.
  public static func named(_ name: String) throws(UnknownProblem) -> any Problem {
    guard let problem = all.first(where: { $0.name == name }) else {
      throw UnknownProblem(name: name, known: all.map(\.name))
    }
    return problem
  }
}

/// A problem that nobody has defined.
public struct UnknownProblem: Error, Equatable, Sendable, CustomStringConvertible {
  public let name: String
  public let known: [String]

  public var description: String { "There is no problem \"\(name)\"; there are \(known.joined(separator: ", "))." }
}
