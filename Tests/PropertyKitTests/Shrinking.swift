@testable public import PropertyKit

/// Shrinks a case that is written down choice by choice.
struct ShrinkScript: Sendable {
  /// The shrink pass that the case needs.
  let pass: String
  /// What it must end in.
  let expected: String
  /// How many evaluations it may take, where the pass is there to save them.
  let limit: Int
  private let shrink: @Sendable ([ShrinkPass]) -> (minimum: String, evaluations: Int)

  init<Value>(
    _ pass: String, _ generator: Generator<Value>, from start: [Choice], to expected: String, within limit: Int = 5000,
    fails: @escaping @Sendable (Value) -> Bool
  ) {
    self.pass = pass
    self.expected = expected
    self.limit = limit
    shrink = { passes in
      let property = Property(generator) { Verdict(!fails($0)) }
      guard let (_, testCase, verdict) = property.replay(start), verdict.failure != nil else {
        return ("the start doesn't fail", 0)
      }
      let (best, evaluations) = Run<Value>.shrink(testCase, property, ChoiceSource(), limit: limit, passes: passes) {
        $0.failure != nil
      }
      return (property.replay(best.choices).map { exactText($0.value) } ?? "the minimum can't be drawn", evaluations)
    }
  }

  func run(without name: String? = nil) -> (minimum: String, evaluations: Int) {
    shrink(ShrinkPass.all.filter { $0.name != name })
  }
}

extension Choice: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  /// An integer, whose domain the generator that takes it sets.
  public init(integerLiteral value: Int) { self = .integer(value, IntegerDomain(Int.min...Int.max)) }
  public init(floatLiteral value: Double) { self = .real(Dyadic(value)) }
}

/// Matrices of the shape with one element.
func matrix(_ rows: Int, _ columns: Int, _ element: (Int, Int) -> Double) -> Choice {
  let elements = (0..<rows).flatMap { i in (0..<columns).map { j in Dyadic(element(i, j)).description } }
  return Choice(text: "matrix 1x\(rows)x\(columns): \(elements.joined(separator: " "))")!
}

indirect enum Tree: Equatable, Sendable, CustomStringConvertible {
  case leaf(Int)
  case fork(Tree, Tree)

  /// Choices: 0 and the number, or 1 and two trees.
  static func generator(depth: Int) -> Generator<Tree> {
    .recursive(depth: depth, base: Generator<Int>.integers(in: 0...9).map { .leaf($0) }) { tree in
      zip(tree, tree).map { .fork($0, $1) }
    }
  }

  var leaves: [Int] {
    switch self {
    case .leaf(let n): [n]
    case .fork(let a, let b): a.leaves + b.leaves
    }
  }

  /// With every leaf 0.
  var shape: Tree {
    switch self {
    case .leaf: .leaf(0)
    case .fork(let a, let b): .fork(a.shape, b.shape)
    }
  }

  var description: String {
    switch self {
    case .leaf(let n): "\(n)"
    case .fork(let a, let b): "(\(a) \(b))"
    }
  }
}
