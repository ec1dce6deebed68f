/// Exact sums and products, as far as drawing and shrinking numbers need them.
extension Dyadic {
  /// The exact sum.
  ///
  /// - Precondition: both are finite.
  func adding(_ other: Dyadic) -> Dyadic {
    precondition(isFinite && other.isFinite, "Only finite numbers are added, not \(self) and \(other).")
    if isZero { return other }
    if other.isZero { return self }
    let last = min(lastExponent, other.lastExponent)
    let (a, b) = (words(from: last), other.words(from: last))
    if isNegative == other.isNegative {
      return Dyadic(words: Self.sum(a, b), lastExponent: last, isNegative: isNegative)
    }
    return Self.precedes(a, b)
      ? Dyadic(words: Self.difference(b, a), lastExponent: last, isNegative: other.isNegative)
      : Dyadic(words: Self.difference(a, b), lastExponent: last, isNegative: isNegative)
  }

  /// The exact product with t · 2^−64.
  func multiplied(byFraction t: UInt64) -> Dyadic {
    guard kind == .finite, t != 0 else { return .zero }
    var product: [UInt64] = []
    var carry: UInt64 = 0
    for word in words(from: lastExponent) {
      let (high, low) = word.multipliedFullWidth(by: t)
      let (sum, overflow) = low.addingReportingOverflow(carry)
      product.append(sum)
      carry = high + (overflow ? 1 : 0)
    }
    return Dyadic(words: product + [carry], lastExponent: lastExponent - 64, isNegative: isNegative)
  }

  /// The exponent of the last bit that isn't 0.
  private var lastExponent: Int { exponent - significantBits + 1 }

  /// The magnitude as a multiple of 2^last: words from the lowest.
  private func words(from last: Int) -> [UInt64] {
    let bits = exponent - last + 1
    var words = [UInt64](repeating: 0, count: (bits + 63) / 64)
    // The significand's first bit belongs at bits − 1.
    let significand = [high] + low
    for (i, word) in significand.enumerated() {
      let place = bits - 64 * (i + 1)
      let (index, shift) = (place >> 6, UInt64(place & 63))
      if words.indices.contains(index) { words[index] |= word << shift }
      if shift != 0, words.indices.contains(index + 1) { words[index + 1] |= word >> (64 - shift) }
    }
    return words
  }

  private init(words: [UInt64], lastExponent: Int, isNegative: Bool) {
    guard let top = words.lastIndex(where: { $0 != 0 }) else {
      self = .zero
      return
    }
    let shift = UInt64(words[top].leadingZeroBitCount)
    let aligned = (0...top).reversed().map { i in
      shift == 0 ? words[i] : words[i] << shift | (i > 0 ? words[i - 1] >> (64 - shift) : 0)
    }
    self.init(
      isNegative: isNegative, exponent: lastExponent + 64 * (top + 1) - Int(shift) - 1, high: aligned[0],
      low: Array(aligned[1...]))
  }

  private static func sum(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
    var sum: [UInt64] = []
    var carry: UInt64 = 0
    for i in 0..<max(a.count, b.count) {
      let (partial, first) = (i < a.count ? a[i] : 0).addingReportingOverflow(i < b.count ? b[i] : 0)
      let (total, second) = partial.addingReportingOverflow(carry)
      sum.append(total)
      carry = first || second ? 1 : 0
    }
    return sum + [carry]
  }

  /// a − b for a ≥ b.
  private static func difference(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
    var difference: [UInt64] = []
    var borrow: UInt64 = 0
    for i in a.indices {
      let (partial, first) = a[i].subtractingReportingOverflow(i < b.count ? b[i] : 0)
      let (total, second) = partial.subtractingReportingOverflow(borrow)
      difference.append(total)
      borrow = first || second ? 1 : 0
    }
    return difference
  }

  private static func precedes(_ a: [UInt64], _ b: [UInt64]) -> Bool {
    for i in (0..<max(a.count, b.count)).reversed() {
      let (x, y) = (i < a.count ? a[i] : 0, i < b.count ? b[i] : 0)
      if x != y { return x < y }
    }
    return false
  }
}
