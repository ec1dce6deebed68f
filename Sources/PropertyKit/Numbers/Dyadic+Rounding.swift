extension Dyadic {
  enum Direction { case towardZero, awayFromZero, nearestEven }

  /// The number with at most `bits` significant bits.
  ///
  /// - Precondition: `bits` ≥ 1.
  func rounded(toBits bits: Int, _ direction: Direction) -> Dyadic {
    guard kind == .finite, significantBits > bits else { return self }
    precondition(bits >= 1, "A number needs at least 1 significant bit, not \(bits).")
    var words = [high] + low
    let (word, bit) = ((bits - 1) / 64, UInt64((bits - 1) % 64))
    let unit = UInt64(1) << (63 - bit)
    let isOdd = words[word] & unit != 0
    // The bit after the last that stays, and whether anything follows it.
    let (nextWord, nextBit) = (bits / 64, UInt64(bits % 64))
    let isHalfUp = (words[nextWord] << nextBit) >> 63 == 1
    let isUp =
      switch direction {
      case .towardZero: false
      case .awayFromZero: true
      case .nearestEven: isHalfUp && (isOdd || significantBits > bits + 1)
      }
    words[word] &= ~(unit &- 1)
    words.removeSubrange((word + 1)...)
    guard isUp else {
      return Dyadic(isNegative: isNegative, exponent: exponent, high: words[0], low: Array(words[1...]))
    }
    var carry: Bool
    (words[word], carry) = words[word].addingReportingOverflow(unit)
    var i = word
    while carry && i > 0 {
      i -= 1
      (words[i], carry) = words[i].addingReportingOverflow(1)
    }
    // Every bit was 1: the next power of two.
    if carry { return Dyadic.power(exponent + 1).with(isNegative: isNegative) }
    return Dyadic(isNegative: isNegative, exponent: exponent, high: words[0], low: Array(words[1...]))
  }

  /// The nearest number of the format, ties to even: infinity where the format has it and the number is too large for it,
  /// otherwise the largest it has.
  public func rounded(to format: RealFormat) -> Dyadic {
    guard kind == .finite else { return self }
    let bits = format.bits(atExponent: exponent)
    if bits < 1 {
      // Under the least number: half of it is a tie, which goes to the even 0.
      let isUp = bits == 0 && significantBits > 1
      return (isUp ? Dyadic.power(format.leastExponent) : .zero).with(isNegative: isNegative)
    }
    let rounded = rounded(toBits: bits, .nearestEven)
    guard rounded.magnitude > format.greatest else { return rounded }
    return (format.hasInfinity ? .infinity : format.greatest).with(isNegative: isNegative)
  }
}
