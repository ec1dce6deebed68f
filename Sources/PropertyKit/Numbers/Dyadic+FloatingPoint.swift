extension Dyadic {
  /// The exact value of a number of any radix-2 format.
  ///
  /// - Complexity: O(1) for the standard types of at most 64 bits, O(p) operations of the format otherwise.
  public init<Scalar: FloatingPoint>(_ x: Scalar) {
    precondition(Scalar.radix == 2, "Only radix 2 is supported, not \(Scalar.radix).")
    let isNegative = x.sign == .minus
    if x.isNaN {
      self = .nan
    } else if x.isInfinite {
      self = Dyadic.infinity.with(isNegative: isNegative)
    } else if x.isZero {
      self = isNegative ? .negativeZero : .zero
    } else if let double = Self.double(x) {
      let field = double.significandBitPattern
      let exponent = Int(double.exponent)
      // The fraction of a subnormal number starts under its leading bit.
      let shift = double.isNormal ? 0 : field.leadingZeroBitCount - 11
      let significand = (double.isNormal ? field | 1 << 52 : field) << UInt64(11 + shift)
      self.init(isNegative: isNegative, exponent: exponent, high: significand)
    } else {
      var words: [UInt64] = []
      var rest = x.significand
      while !rest.isZero {
        var word: UInt64 = 0
        for _ in 0..<64 {
          word <<= 1
          if rest >= 1 {
            word |= 1
            rest -= 1
          }
          rest += rest
        }
        words.append(word)
      }
      self.init(isNegative: isNegative, exponent: Int(x.exponent), high: words[0], low: Array(words[1...]))
    }
  }

  /// The number as a Double, if its type is one that a Double holds by a conversion of the language.
  private static func double<Scalar: FloatingPoint>(_ x: Scalar) -> Double? {
    if Scalar.self == Double.self { return unsafeBitCast(x, to: Double.self) }
    if Scalar.self == Float.self { return Double(unsafeBitCast(x, to: Float.self)) }
    #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
      if Scalar.self == Float16.self { return Double(unsafeBitCast(x, to: Float16.self)) }
    #endif
    return nil
  }

  /// The nearest number of the type, ties to even.
  ///
  /// - Complexity: O(1) for Float16, Float and Double, O(p) operations of the format otherwise.
  public func value<Scalar: FloatingPoint>(as type: Scalar.Type = Scalar.self) -> Scalar {
    if Scalar.self == Double.self || Scalar.self == Float.self { return exactValue(in: .double) }
    let format = RealFormat(Scalar.self)
    return rounded(to: format).exactValue(in: format)
  }

  /// The number in the type, whose format is known to hold it: reading a format off a type costs more than the number.
  func exactValue<Scalar: FloatingPoint>(as type: Scalar.Type = Scalar.self, in format: RealFormat) -> Scalar {
    if Scalar.self == Double.self { return unsafeBitCast(double, to: Scalar.self) }
    if Scalar.self == Float.self { return unsafeBitCast(float, to: Scalar.self) }
    let sign: FloatingPointSign = isNegative ? .minus : .plus
    switch kind {
    case .nan: return .nan
    case .infinite: return isNegative ? -Scalar.infinity : .infinity
    case .zero: return isNegative ? -Scalar.zero : .zero
    case .finite:
      let number: Scalar = format.precision >= 64 ? integer() : fraction()
      return Scalar(sign: sign, exponent: Scalar.Exponent(exponent) - number.exponent, significand: number)
    }
  }

  /// 1.f, bit by bit. Every weight is a power of two not under the last bit of 1, so each sum is exact.
  private func fraction<Scalar: FloatingPoint>() -> Scalar {
    var (sum, weight): (Scalar, Scalar) = (1, 1)
    for i in 1..<max(significantBits, 1) {
      weight /= 2
      let word = i < 64 ? high : low[i / 64 - 1]
      if (word << UInt64(i % 64)) >> 63 == 1 { sum += weight }
    }
    return sum
  }

  /// The significand as an integer, 32 bits at a time, which a format of 64 bits or more holds at every step: what stands
  /// has no more bits than the number, after zeros at its end.
  private func integer<Scalar: FloatingPoint>() -> Scalar {
    let base = Scalar(1 << 32)
    return ([high] + low).reduce(0) { sum, word in
      (sum * base + Scalar(word >> 32)) * base + Scalar(word & 0xFFFF_FFFF)
    }
  }

  /// The nearest Double.
  public var double: Double {
    let x = rounded(to: .double)
    let sign: UInt64 = x.isNegative ? 1 << 63 : 0
    switch x.kind {
    case .nan: return .nan
    case .infinite: return Double(bitPattern: sign | 0x7FF << 52)
    case .zero: return Double(bitPattern: sign)
    case .finite:
      let fraction = x.high >> 11
      guard x.exponent < -1022 else {
        return Double(bitPattern: sign | UInt64(x.exponent + 1023) << 52 | fraction & (1 << 52 - 1))
      }
      return Double(bitPattern: sign | fraction >> UInt64(-1022 - x.exponent))
    }
  }

  /// The nearest Float.
  public var float: Float {
    let x = rounded(to: .float)
    // Exact: a Float is a Double.
    return Float(x.double)
  }
}

extension RealFormat {
  static let double = RealFormat(Double.self, greatestExponent: 1023)
  static let float = RealFormat(Float.self, greatestExponent: 127)

  private init<Scalar: BinaryFloatingPoint>(_ type: Scalar.Type, greatestExponent: Int) {
    // Not through `Dyadic(greatestFiniteMagnitude)`, which stands on these.
    let precision = Scalar.significandBitCount + 1
    self.init(
      precision: precision, leastNormalExponent: 1 - greatestExponent,
      greatest: Dyadic(isNegative: false, exponent: greatestExponent, high: ~0 << UInt64(64 - precision)))
  }
}
