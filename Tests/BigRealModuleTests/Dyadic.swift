#if MPFR
  import BigRealModule

  /// A dyadic number ±n·2^e held exactly, by schoolbook integer arithmetic that has nothing in common with MPFR.
  struct Dyadic {
    var isNegative: Bool
    /// Little-endian words without leading zeros.
    var words: [UInt32]
    var exponent: Int

    init(isNegative: Bool, words: [UInt32], exponent: Int) {
      var words = words
      while words.last == 0 { words.removeLast() }
      (self.isNegative, self.words, self.exponent) = (isNegative, words, exponent)
    }

    /// A finite number, by its hexadecimal text.
    init<let l: Int, let b: Int>(_ x: BigReal<l, b>) {
      let text = x.magnitude.hexDescription.dropFirst(2)
      let parts = text.split(separator: "p")
      let digits = parts[0].filter { $0 != "." }
      let places = parts[0].contains(".") ? parts[0].count - 2 : 0
      var words: [UInt32] = []
      for digit in digits {
        var carry = UInt32(digit.hexDigitValue!)
        for i in words.indices {
          let t = UInt64(words[i]) << 4 | UInt64(carry)
          (words[i], carry) = (UInt32(truncatingIfNeeded: t), UInt32(t >> 32))
        }
        if carry > 0 { words.append(carry) }
      }
      self.init(isNegative: x.sign == .minus, words: words, exponent: Int(parts[1])! - 4 * places)
    }

    var isZero: Bool { words.isEmpty }
    var bitWidth: Int { words.isEmpty ? 0 : 32 * words.count - words.last!.leadingZeroBitCount }

    func bit(_ i: Int) -> Bool { i >= 0 && i / 32 < words.count && words[i / 32] >> UInt32(i % 32) & 1 == 1 }

    /// The same number with a smaller exponent.
    func lowered(to e: Int) -> [UInt32] {
      precondition(e <= exponent)
      let shift = exponent - e
      var result = [UInt32](repeating: 0, count: shift / 32)
      var carry: UInt32 = 0
      for word in words {
        let t = UInt64(word) << UInt64(shift % 32) | UInt64(carry)
        result.append(UInt32(truncatingIfNeeded: t))
        carry = UInt32(t >> 32)
      }
      return result + [carry]
    }

    static func * (a: Dyadic, b: Dyadic) -> Dyadic {
      var words = [UInt32](repeating: 0, count: a.words.count + b.words.count)
      for (i, x) in a.words.enumerated() {
        var carry: UInt64 = 0
        for (j, y) in b.words.enumerated() {
          carry += UInt64(x) * UInt64(y) + UInt64(words[i + j])
          words[i + j] = UInt32(truncatingIfNeeded: carry)
          carry >>= 32
        }
        words[i + b.words.count] = UInt32(carry)
      }
      return Dyadic(isNegative: a.isNegative != b.isNegative, words: words, exponent: a.exponent + b.exponent)
    }

    static func + (a: Dyadic, b: Dyadic) -> Dyadic {
      let e = min(a.exponent, b.exponent)
      var (x, y) = (a.lowered(to: e), b.lowered(to: e))
      let count = max(x.count, y.count) + 1
      x += [UInt32](repeating: 0, count: count - x.count)
      y += [UInt32](repeating: 0, count: count - y.count)
      if a.isNegative == b.isNegative {
        var carry: UInt64 = 0
        for i in 0..<count {
          carry += UInt64(x[i]) + UInt64(y[i])
          x[i] = UInt32(truncatingIfNeeded: carry)
          carry >>= 32
        }
        return Dyadic(isNegative: a.isNegative, words: x, exponent: e)
      }
      let isLess = zip(x.reversed(), y.reversed()).first { $0 != $1 }.map { $0 < $1 } ?? false
      if isLess { swap(&x, &y) }
      var borrow: Int64 = 0
      for i in 0..<count {
        let t = Int64(x[i]) - Int64(y[i]) - borrow
        x[i] = UInt32(truncatingIfNeeded: t)
        borrow = t < 0 ? 1 : 0
      }
      return Dyadic(isNegative: isLess ? b.isNegative : a.isNegative, words: x, exponent: e)
    }

    static prefix func - (a: Dyadic) -> Dyadic {
      Dyadic(isNegative: !a.isNegative, words: a.words, exponent: a.exponent)
    }

    /// −1, 0 or 1: the sign of the number.
    var signum: Int { isZero ? 0 : isNegative ? -1 : 1 }

    /// The number rounded to `bits` significant bits, to nearest with ties to even.
    func rounded(to bits: Int) -> Dyadic {
      let drop = bitWidth - bits
      guard drop > 0 else { return self }
      let kept = (0..<(bits + 31) / 32).map { word in
        (0..<32).reduce(UInt32(0)) {
          $0 | ((32 * word + $1 < bits && bit(drop + 32 * word + $1)) ? 1 << UInt32($1) : 0)
        }
      }
      let truncated = Dyadic(isNegative: isNegative, words: kept, exponent: exponent + drop)
      let isHalf = bit(drop - 1)
      let isMore = (0..<drop - 1).contains { bit($0) }
      guard isHalf, isMore || bit(drop) else { return truncated }
      return truncated + Dyadic(isNegative: isNegative, words: [1], exponent: exponent + drop)
    }

    static func == (a: Dyadic, b: Dyadic) -> Bool { (a + -b).isZero }
  }
#endif
