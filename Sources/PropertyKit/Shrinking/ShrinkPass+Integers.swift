/// Passes that make integers simpler, one at a time and together.
extension ShrinkPass {
  /// A simpler alternative with what the present one drew.
  static let lowerAlternatives = ShrinkPass(name: "lower alternatives") { shrinker in
    var index = 0
    while index < shrinker.choices.count {
      if case .integer(let value, let domain) = shrinker.choices[index], domain.role == .alternative {
        for lower in 0..<value where shrinker.attempt(replacing: [(index, .integer(lower, domain))]) { break }
      }
      index += 1
    }
  }

  /// One number nearer to its origin.
  static let lowerIntegers = ShrinkPass(name: "lower integers") { shrinker in
    var index = 0
    while index < shrinker.choices.count {
      lower([index], shrinker)
      index += 1
    }
  }

  /// Numbers that are equal, together.
  static let lowerDuplicates = ShrinkPass(name: "lower duplicates") { shrinker in
    var groups: [Choice: [Int]] = [:]
    for (index, choice) in shrinker.choices.enumerated() where !choice.isSimplest {
      groups[choice, default: []].append(index)
    }
    for indices in groups.values.filter({ $0.count > 1 }).sorted(by: { $0[0] < $1[0] }) {
      if case .real = shrinker.choices[min(indices[0], shrinker.choices.count - 1)] {
        shrinkReals(indices.map { RealSlot(choice: $0) }, shrinker)
      } else {
        lower(indices, shrinker)
      }
    }
  }

  /// Brings the integers at the places, all equal, nearer to their origin.
  private static func lower(_ indices: [Int], _ shrinker: Shrinker) {
    let base = shrinker.choices
    guard indices.allSatisfy({ $0 < base.count }), case .integer(let value, let domain) = base[indices[0]],
      domain.role == .value, value != domain.origin
    else { return }
    func set(_ value: Int) -> Bool {
      guard domain.contains(value) else { return false }
      return shrinker.attempt(replacing: indices.map { ($0, .integer(value, domain)) })
    }
    let (origin, isAbove) = (domain.origin, value > domain.origin)
    let distance = UInt64(bitPattern: Int64(isAbove ? value &- origin : origin &- value))
    let mirrored = isAbove ? origin &- Int(truncatingIfNeeded: distance) : origin &+ Int(truncatingIfNeeded: distance)
    func at(_ t: UInt64, above: Bool) -> Int {
      above ? origin &+ Int(truncatingIfNeeded: t) : origin &- Int(truncatingIfNeeded: t)
    }
    // Above the origin is simpler than as far below.
    if set(origin) { return }
    let side = isAbove || (mirrored > origin && set(mirrored))
    findLeast(distance) { t in
      guard shrinker.choices.count > indices[indices.count - 1] else { return false }
      return t > 0 && set(at(t, above: side))
    }
    // The other side of small numbers: −1 is simpler than 2.
    if case .integer(let now, _) = shrinker.choices[min(indices[0], shrinker.choices.count - 1)], side,
      now > origin &+ 1,
      now &- origin < 16
    {
      for t in 1..<UInt64(now &- origin) where set(at(t, above: false)) { break }
    }
  }

  /// Two numbers by the same amount.
  static let lowerPairs = ShrinkPass(name: "lower pairs") { shrinker in
    forPairs(of: shrinker) { first, second in
      let base = shrinker.choices
      guard case .integer(let a, let inA) = base[first], case .integer(let b, let inB) = base[second] else { return }
      let (fromA, fromB) = (a &- inA.origin, b &- inB.origin)
      guard fromA != 0, fromB != 0, (fromA > 0) == (fromB > 0) else { return }
      let nearer = abs(fromA) < abs(fromB) ? fromA : fromB
      guard nearer != Int.min else { return }
      findLeast(UInt64(abs(nearer))) { t in
        let step = nearer > 0 ? nearer &- Int(t) : nearer &+ Int(t)
        guard inA.contains(a &- step), inB.contains(b &- step) else { return false }
        return shrinker.attempt(replacing: [(first, .integer(a &- step, inA)), (second, .integer(b &- step, inB))])
      }
    }
  }

  /// A number nearer to its origin, and a later one farther, with the same sum.
  static let redistribute = ShrinkPass(name: "redistribute") { shrinker in
    forPairs(of: shrinker) { first, second in
      let base = shrinker.choices
      guard case .integer(let a, let inA) = base[first], case .integer(let b, let inB) = base[second], a != inA.origin,
        a &- inA.origin != Int.min
      else { return }
      let distance = a &- inA.origin
      func move(_ t: UInt64) -> Bool {
        let lowered = distance > 0 ? inA.origin &+ Int(t) : inA.origin &- Int(t)
        let (raised, overflow) = b.addingReportingOverflow(a &- lowered)
        guard !overflow, inB.contains(raised) else { return false }
        return shrinker.attempt(replacing: [(first, .integer(lowered, inA)), (second, .integer(raised, inB))])
      }
      // It seldom pays: only where all of it moves, or the first step does.
      if !move(0), move(UInt64(abs(distance)) - 1) { findLeast(UInt64(abs(distance)) - 1, move) }
    }
  }

  /// Two neighbouring numbers of an array into their sum, which wraps around where the domain ends, as overflow does.
  static let foldElements = ShrinkPass(name: "fold elements") { shrinker in
    var number = 0
    while number < shrinker.nodes.arrays.count {
      let (array, choices) = (shrinker.nodes.arrays[number], shrinker.choices)
      for (first, second) in zip(array.elements, array.elements.dropFirst()) where first.count == 1 && second.count == 1
      {
        guard case .integer(let a, let domain) = choices[first.start],
          case .integer(let b, domain) = choices[second.start],
          domain.lastRank < 1 << 62, case .integer(let count, let counts) = choices[array.span.start]
        else { continue }
        let width = domain.upper - domain.lower + 1
        let sum = a + b
        let wrapped = sum > domain.upper ? sum - width : sum < domain.lower ? sum + width : sum
        guard domain.contains(wrapped), counts.contains(count - 1) else { continue }
        var candidate = choices
        candidate[first.start] = .integer(wrapped, domain)
        candidate[array.span.start] = .integer(count - 1, counts)
        candidate.remove(at: second.start)
        if shrinker.attempt(candidate) { break }
      }
      number += 1
    }
  }

  /// Calls `body` with the places of two integers that aren't far apart, both still there.
  private static func forPairs(of shrinker: Shrinker, _ body: (Int, Int) -> Void) {
    func isNumber(_ index: Int) -> Bool {
      if case .integer(_, let domain) = shrinker.choices[index] { domain.role == .value } else { false }
    }
    var first = 0
    while first < shrinker.choices.count {
      if isNumber(first) {
        var (second, partners) = (first + 1, 0)
        while second < shrinker.choices.count, partners < 8 {
          if isNumber(second) {
            body(first, second)
            partners += 1
          }
          second += 1
        }
      }
      first += 1
    }
  }
}
