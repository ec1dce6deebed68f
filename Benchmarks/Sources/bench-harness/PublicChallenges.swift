import PropertyKit

/// The public shrinking challenge, with the generators as they are stated there, and the cancellation of Doubles.
///
/// Reference: <https://github.com/jlink/shrinking-challenge>. Lists have at most 20 elements where the challenge says nothing.
func publicChallenges() -> [Challenge] {
  let anyInt = Generator<Int>.integers()
  let lists = anyInt.array(count: 0...20)
  let positive = Generator<Int>.integers(in: 1...Int(Int32.max))
  @Sendable func wrapped(_ list: [Int]) -> Int16 { list.reduce(0) { $0 &+ Int16($1) } }

  return [
    Challenge(
      "bound5", expected: "([], [], [], [-1], [-32768])",
      Generator<Int>.integers(in: -32768...32767).array(count: 0...10).filter { wrapped($0) < 256 }.array(count: 5),
      text: { "(" + $0.map { "\($0)" }.joined(separator: ", ") + ")" }
    ) { Verdict(wrapped($0.flatMap(\.self)) < 5 * 256) },

    Challenge("large_union_list", expected: "[[0, 1, -1, 2, -2]]", lists.array(count: 0...20)) {
      Verdict(Set($0.joined()).count < 5)
    },
    Challenge("reverse", expected: "[0, 1]", lists) { Verdict($0 == $0.reversed()) },
    Challenge("calculator", expected: "('/', 0, ('+', 0, 0))", Expression.generator) { expression in
      expression.dividesByLiteralZero ? .discarded : Verdict(expression.value != nil)
    },
    Challenge(
      "length_list", expected: "[900]",
      Generator<Int>.integers(in: 1...100).flatMap { Generator<Int>.integers(in: 0...1000).array(count: $0) }
    ) { Verdict($0.max()! < 900) },

    Challenge("difference_zero", expected: "(10, 10)", zip(positive, positive)) { a, b in Verdict(a < 10 || a != b) },
    Challenge("difference_small", expected: "(10, 6)", zip(positive, positive)) { a, b in
      Verdict(a < 10 || !(1...4).contains(abs(a - b)))
    },
    Challenge("difference_one", expected: "(10, 9)", zip(positive, positive)) { a, b in
      Verdict(a < 10 || abs(a - b) != 1)
    },
    Challenge(
      "binheap", expected: "(0, None, (0, (0, None, None), (1, None, None)))", Heap.generator,
      text: { $0?.description ?? "None" }
    ) { heap in
      let all = Heap.elements(heap)
      let wronglySorted = Heap.wronglySorted(heap)
      return Verdict(wronglySorted == wronglySorted.sorted() && all.sorted() == wronglySorted)
    },
    Challenge("coupling", expected: "[1, 0]", Generator<Int>.integers(in: 0...10).array(count: 0...20)) { list in
      guard list.allSatisfy({ $0 < list.count }) else { return .discarded }
      return Verdict(!list.indices.contains { list[$0] != $0 && list[list[$0]] == $0 })
    },
    Challenge("deletion", expected: "([0, 0], 0)", zip(lists, Generator<Int>.integers(in: 0...10))) { list, index in
      guard index < list.count else { return .discarded }
      var rest = list
      rest.remove(at: rest.firstIndex(of: list[index])!)
      return Verdict(!rest.contains(list[index]))
    },
    Challenge("distinct", expected: "[0, 1, -1]", lists) { Verdict(Set($0).count < 3) },
    Challenge(
      "nested_lists", expected: "[[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]", lists.array(count: 0...20)
    ) { Verdict($0.joined().count <= 10) },

    Challenge(
      "float_cancellation", expected: "(0x1p0, 0x1p-53)",
      zip(Generator.reals(in: -1e6...1e6), Generator.reals(in: -1e6...1e6)),
      text: { "(\(Dyadic($0.0)), \(Dyadic($0.1)))" }
    ) { (a: Double, b: Double) in Verdict((a + b) - b == a) },
  ]
}

/// A calculator of integers with sums and quotients.
private indirect enum Expression: CustomStringConvertible {
  case literal(Int)
  case sum(Expression, Expression)
  case quotient(Expression, Expression)

  static var generator: Generator<Expression> {
    .recursive(depth: 5, base: Generator<Int>.integers().map { .literal($0) }) { part in
      .any(of: zip(part, part).map { .sum($0, $1) }, zip(part, part).map { .quotient($0, $1) })
    }
  }

  var dividesByLiteralZero: Bool {
    switch self {
    case .literal: false
    case .sum(let a, let b): a.dividesByLiteralZero || b.dividesByLiteralZero
    case .quotient(_, .literal(0)): true
    case .quotient(let a, let b): a.dividesByLiteralZero || b.dividesByLiteralZero
    }
  }

  /// Nil where it divides by 0.
  var value: Int? {
    switch self {
    case .literal(let n): n
    case .sum(let a, let b): a.value.flatMap { a in b.value.map { a &+ $0 } }
    case .quotient(let a, let b):
      a.value.flatMap { a in b.value.flatMap { $0 == 0 ? nil : a.dividedReportingOverflow(by: $0).partialValue } }
    }
  }

  var description: String {
    switch self {
    case .literal(let n): "\(n)"
    case .sum(let a, let b): "('+', \(a), \(b))"
    case .quotient(let a, let b): "('/', \(a), \(b))"
    }
  }
}

/// A binary heap, with a conversion to a sorted list that is wrong.
private final class Heap: CustomStringConvertible, Sendable {
  let value: Int
  let left: Heap?
  let right: Heap?

  init(_ value: Int, _ left: Heap?, _ right: Heap?) {
    self.value = value
    self.left = left
    self.right = right
  }

  static var generator: Generator<Heap?> {
    Generator<Int>.integers(in: 0...20, even: true).flatMap { heaps(from: 0, size: $0) }
  }

  private static func heaps(from least: Int, size: Int) -> Generator<Heap?> {
    // One alternative is drawn as well, so that a heap has the same choices at every depth and can be moved.
    if size == 0 { return Generator<Heap?>.frequency((1, .just(nil))).recursion() }
    let nonempty = Generator<Int>.integers(in: least...Int(Int32.max)).flatMap { value in
      zip(heaps(from: value, size: size / 2), heaps(from: value, size: size / 2)).map { Heap(value, $0, $1) as Heap? }
    }
    return Generator<Heap?>.frequency((1, .just(nil)), (3, nonempty)).recursion()
  }

  static func elements(_ heap: Heap?) -> [Int] {
    var (elements, stack): ([Int], [Heap?]) = ([], [heap])
    while let next = stack.popLast() {
      guard let next else { continue }
      elements.append(next.value)
      stack += [next.left, next.right]
    }
    return elements
  }

  static func merge(_ a: Heap?, _ b: Heap?) -> Heap? {
    guard let a else { return b }
    guard let b else { return a }
    return a.value <= b.value ? Heap(a.value, merge(a.right, b), a.left) : Heap(b.value, merge(b.right, a), b.left)
  }

  static func wronglySorted(_ heap: Heap?) -> [Int] {
    guard let heap else { return [] }
    return [heap.value] + elements(merge(heap.left, heap.right))
  }

  var description: String { "(\(value), \(left?.description ?? "None"), \(right?.description ?? "None"))" }
}
