/// Passes that drop and flatten parts of a case.
extension ShrinkPass {
  /// The whole case as simple as can be.
  static let simplest = ShrinkPass(name: "simplest") { $0.attempt([]) }

  /// Every number as simple as can be, with all counts and alternatives as they are.
  static let simplestLeaves = ShrinkPass(name: "simplest leaves") { shrinker in
    shrinker.attempt(
      shrinker.choices.map { choice in
        switch choice {
        case .integer(_, let domain) where domain.role == .value: .integer(domain.origin, domain)
        case .real: .real(.zero)
        default: choice
        }
      })
  }

  /// One span of several choices as simple as can be. A single choice is left to the passes for its kind.
  static let simplestSpans = ShrinkPass(name: "simplest spans") { shrinker in
    var number = 0
    while number < shrinker.best.spans.count {
      let span = shrinker.best.spans[number]
      let isPlain = shrinker.choices[span.start..<span.end].allSatisfy(\.isSimplest)
      if span.count > 1, !isPlain { shrinker.attempt(replacing: [(span, [])]) }
      number += 1
    }
  }

  /// Drops elements of arrays, many at once where that works.
  ///
  /// Where the count of an array is fixed, a number drawn before it that equals the count goes down with it: that is how a
  /// `flatMap` over a length shrinks.
  static let deleteElements = ShrinkPass(name: "delete elements") { shrinker in
    var number = 0
    while number < shrinker.nodes.arrays.count {
      // From the end, where nothing that follows shifts.
      var place = shrinker.nodes.arrays[number].elements.count - 1
      while place >= 0, number < shrinker.nodes.arrays.count {
        let base = shrinker.choices
        let array = shrinker.nodes.arrays[number]
        guard place < array.elements.count else { break }
        let dropped = findLargest { k in
          guard k <= place + 1 else { return false }
          return deletions(of: k, endingAt: place, of: array, from: base).contains { shrinker.attempt($0) }
        }
        place -= max(dropped, 1)
      }
      number += 1
    }
  }

  /// The ways to drop `k` elements of an array.
  private static func deletions(
    of k: Int, endingAt place: Int, of array: Structure.Array, from base: [Choice]
  ) -> [[Choice]] {
    guard case .integer(let count, let domain) = base[array.span.start] else { return [] }
    var candidate = base
    candidate.removeSubrange(array.elements[place - k + 1].start..<array.elements[place].end)
    candidate[array.span.start] = .integer(count - k, domain)
    if domain.contains(count - k) { return [candidate] }
    guard domain.lower == domain.upper else { return [] }
    return base[..<array.span.start].indices.compactMap { index in
      guard case .integer(count, let other) = base[index], other.role == .value, other.contains(count - k) else {
        return nil
      }
      var coupled = candidate
      coupled[index] = .integer(count - k, other)
      return coupled
    }
  }

  /// A recursive value in the place of the one that it is a part of.
  static let descend = ShrinkPass(name: "descend") { shrinker in
    var number = 0
    while number < shrinker.nodes.recursions.count {
      let outer = shrinker.nodes.recursions[number]
      let inner = shrinker.nodes.recursions[(number + 1)...].prefix { $0.start < outer.end && $0.depth > outer.depth }
      let isReplaced = inner.contains { part in
        return shrinker.attempt(replacing: [(outer, Array(shrinker.choices[part.start..<part.end]))])
      }
      if !isReplaced { number += 1 }
    }
  }

  /// Arrays inside of an array into one: all of them, or two neighbours.
  static let mergeArrays = ShrinkPass(name: "merge arrays") { shrinker in
    var number = 0
    while number < shrinker.nodes.arrays.count {
      let count = shrinker.nodes.arrays[number].elements.count
      if count >= 2, !merge(shrinker, array: number, elements: 0..<count) {
        var place = 0
        while number < shrinker.nodes.arrays.count, place + 1 < shrinker.nodes.arrays[number].elements.count {
          if !merge(shrinker, array: number, elements: place..<place + 2) { place += 1 }
        }
      }
      number += 1
    }
  }

  private static func merge(_ shrinker: Shrinker, array number: Int, elements range: Range<Int>) -> Bool {
    let (choices, outer) = (shrinker.choices, shrinker.nodes.arrays[number])
    let parts = outer.elements[range]
    let inner = parts.compactMap { part in
      shrinker.nodes.arrays.first { $0.span.start == part.start && $0.span.end == part.end }?.span
    }
    guard inner.count == parts.count, case .integer(let count, let domain) = choices[outer.span.start],
      case .integer(_, let innerDomain) = choices[inner[0].start]
    else { return false }
    let sum = inner.reduce(0) { sum, span in
      if case .integer(let n, _) = choices[span.start] { sum + n } else { sum }
    }
    var merged = Array(choices[..<inner[0].start])
    merged[outer.span.start] = .integer(count - range.count + 1, domain)
    merged.append(.integer(sum, innerDomain))
    for span in inner { merged += choices[(span.start + 1)..<span.end] }
    return shrinker.attempt(merged + choices[inner[inner.count - 1].end...])
  }

  /// Drops one element and lowers what may be an index past it: the numbers of the same array, or one number elsewhere.
  static let deleteCoupled = ShrinkPass(name: "delete coupled") { shrinker in
    var number = 0
    while number < shrinker.nodes.arrays.count {
      var place = shrinker.nodes.arrays[number].elements.count - 1
      while place >= 0, number < shrinker.nodes.arrays.count {
        let array = shrinker.nodes.arrays[number]
        guard place < array.elements.count else { break }
        let choices = shrinker.choices
        func lowered(_ indices: [Int]) -> [Choice] {
          var candidate = choices
          for index in indices {
            guard case .integer(let value, let domain) = choices[index], domain.role == .value, value > place,
              value <= 1 << 16, domain.contains(value - 1)
            else { continue }
            candidate[index] = .integer(value - 1, domain)
          }
          return candidate
        }
        let inside = Array(array.span.start..<array.span.end)
        let outside = choices.indices.filter { !inside.contains($0) }
        let groups = [inside] + outside.map { [$0] }
        for group in groups {
          let candidate = lowered(group)
          if candidate == choices { continue }
          if deletions(of: 1, endingAt: place, of: array, from: candidate).contains(where: { shrinker.attempt($0) }) {
            break
          }
        }
        place -= 1
      }
      number += 1
    }
  }
}
