/// Passes that put the simpler parts of a case first.
extension ShrinkPass {
  /// Elements of an array from the simplest up: all at once, or a pair of neighbours.
  static let sortElements = ShrinkPass(name: "sort elements") { shrinker in
    for number in shrinker.nodes.arrays.indices {
      guard number < shrinker.nodes.arrays.count else { return }
      let parts = shrinker.nodes.arrays[number].elements
      guard parts.count >= 2 else { continue }
      let choices = shrinker.choices
      let sorted = parts.map { Array(choices[$0.start..<$0.end]) }.sorted { TestCase.isSimpler($0, than: $1) }
      shrinker.attempt(Array(choices[..<parts[0].start]) + sorted.joined() + choices[parts[parts.count - 1].end...])
    }
  }

  /// Two neighbouring spans of one kind the other way round, if that puts the simpler one first.
  static let swapSpans = ShrinkPass(name: "swap spans") { shrinker in
    var number = 0
    while number < shrinker.best.spans.count {
      let (first, choices) = (shrinker.best.spans[number], shrinker.choices)
      let next = shrinker.best.spans[(number + 1)...].first {
        $0.label == first.label && $0.depth == first.depth && $0.start == first.end
      }
      if let next {
        shrinker.attempt(replacing: swapped(first, next, in: choices))
      }
      number += 1
    }
  }

  /// Another shape of as many parts, with the numbers in order: for cases that no step between two shapes makes simpler.
  ///
  /// Tries the permutations of the alternatives from the simplest up, a thousand at most. Most of them don't make a value,
  /// which costs no evaluation.
  static let reshape = ShrinkPass(name: "reshape") { shrinker in
    guard shrinker.choices.allSatisfy({ if case .integer = $0 { true } else { false } }) else { return }
    func isAlternative(_ choice: Choice) -> Bool {
      if case .integer(_, let domain) = choice { domain.role == .alternative } else { false }
    }
    let alternatives = shrinker.choices.filter(isAlternative)
    let others = shrinker.choices.filter { !isAlternative($0) }
    // What stands before the first alternative isn't part of the shape.
    let before = shrinker.choices.prefix { !isAlternative($0) }.count
    let sorted = others[..<before] + others[before...].sorted { $0.isSimpler(than: $1) }
    guard (2...16).contains(alternatives.count) else { return }
    var shape = alternatives.sorted { $0.isSimpler(than: $1) }
    for _ in 0..<1000 {
      if shrinker.attempt(alternatives: shape, others: others)
        || shrinker.attempt(alternatives: shape, others: Array(sorted))
      {
        return
      }
      // The next permutation in order, up to the present shape.
      guard let last = shape.indices.dropLast().last(where: { shape[$0].isSimpler(than: shape[$0 + 1]) }),
        let next = shape.indices.last(where: { shape[last].isSimpler(than: shape[$0]) })
      else { return }
      shape.swapAt(last, next)
      shape[(last + 1)...].reverse()
      if !TestCase.isSimpler(shape, than: alternatives) { return }
    }
  }

  private static func swapped(_ a: Span, _ b: Span, in choices: [Choice]) -> [(span: Span, choices: [Choice])] {
    [(a, Array(choices[b.start..<b.end])), (b, Array(choices[a.start..<a.end]))]
  }
}
