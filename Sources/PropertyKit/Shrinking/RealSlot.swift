/// A place of a real number in a case: a choice of its own, or an element of a matrix.
struct RealSlot: Hashable {
  let choice: Int
  var element: Int?

  init(choice: Int, element: Int? = nil) {
    self.choice = choice
    self.element = element
  }

  func value(in choices: [Choice]) -> Dyadic? {
    guard choice < choices.count else { return nil }
    switch (choices[choice], element) {
    case (.real(let value), nil): return value
    case (.matrix(let matrix), let element?): return element < matrix.elements.count ? matrix.elements[element] : nil
    default: return nil
    }
  }
}

extension Shrinker {
  /// The places of all numbers, or of those in matrices with at most `limit` elements that aren't 0.
  func realSlots(limit: Int = 256) -> [RealSlot] {
    choices.enumerated().flatMap { index, choice -> [RealSlot] in
      switch choice {
      case .integer: return []
      case .real: return [RealSlot(choice: index)]
      case .matrix(let matrix):
        let nonzero = matrix.elements.indices.filter { matrix.elements[$0] != .zero }
        return nonzero.count <= limit ? nonzero.map { RealSlot(choice: index, element: $0) } : []
      }
    }
  }

  /// Takes the choices with the numbers at the places replaced.
  @discardableResult
  func attempt(setting values: [(RealSlot, Dyadic)]) -> Bool {
    var candidate = choices
    var matrices: [Int: [Dyadic]] = [:]
    for (slot, value) in values {
      guard slot.choice < candidate.count else { return false }
      switch (candidate[slot.choice], slot.element) {
      case (.real, nil): candidate[slot.choice] = .real(value)
      case (.matrix(let matrix), let element?):
        guard element < matrix.elements.count, matrix.domain.elements.contains(value) else { return false }
        matrices[slot.choice, default: matrix.elements][element] = value
      default: return false
      }
    }
    for (index, elements) in matrices {
      guard case .matrix(let matrix) = candidate[index] else { return false }
      candidate[index] = .matrix(matrix.with(elements: elements))
    }
    return attempt(candidate)
  }
}
