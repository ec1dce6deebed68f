#if MPFR
  internal import CMPFR

  extension BigReal: LosslessStringConvertible {
    /// The number that `text` writes in decimal or, after `0x`, in hexadecimal, rounded once, ties to even.
    ///
    /// Decimal as in `-12.5e-3`; hexadecimal as in `0x1.8p3`, whose exponent is a power of two; `inf`, `infinity` and
    /// `nan` in either case. `nil` for anything else, spaces included.
    public init?(_ text: String) {
      var digits = Substring(text)
      let isNegative = digits.first == "-"
      if isNegative || digits.first == "+" { digits.removeFirst() }
      let value: Self
      switch digits.lowercased() {
      case "inf", "infinity": value = .infinity
      case "nan": value = .nan
      case let lower where lower.hasPrefix("0x"):
        guard Self.isNumber(lower.dropFirst(2), exponent: "p", digits: "0123456789abcdef") else { return nil }
        value = Self.parse(String(lower.dropFirst(2)), base: 16).value
      case let lower:
        guard Self.isNumber(lower[...], exponent: "e", digits: "0123456789") else { return nil }
        value = Self.parse(lower, base: 10).value
      }
      self = isNegative ? -value : value
    }

    private static func isNumber(_ text: Substring, exponent mark: Character, digits: String) -> Bool {
      let parts = text.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
      let places = parts[0].split(separator: ".", omittingEmptySubsequences: false)
      guard places.count <= 2, places.contains(where: { !$0.isEmpty }),
        places.allSatisfy({ $0.allSatisfy(digits.contains) })
      else { return false }
      guard parts.count == 2 else { return true }
      let power = parts[1].first.map { "+-".contains($0) } == true ? parts[1].dropFirst() : parts[1]
      return !power.isEmpty && power.allSatisfy("0123456789".contains)
    }

    /// The number and whether it was exact; `text` must be well-formed.
    static func parse(_ text: String, base: Int32) -> (value: Self, isExact: Bool) {
      var isExact = false
      let value = make { r, bits in
        text.withCString { start in
          var end: UnsafeMutablePointer<CChar>?
          isExact = cmpfr_parse(r, start, &end, base, bits) == 0
          precondition(end.map { $0.pointee == 0 } ?? false, "\"\(text)\" is not a number of base \(base).")
        }
      }
      return (value, isExact)
    }

    /// The shortest decimal that reads back as the same number: `0.1`, `-2.5e-30`, `inf`, `nan`.
    public var description: String {
      guard isFinite else { return isNaN ? "nan" : sgn < 0 ? "-inf" : "inf" }
      let sign = sgn < 0 ? "-" : ""
      guard !isZero else { return sign + "0.0" }

      // A power of two is nearer to the numbers under it than to those over it, so that the next decimal up may be read
      // as it where the nearest one, under it, is not. Elsewhere the nearest is as good as any.
      let roundings = significand == 1 ? [MPFR_RNDN, MPFR_RNDU] : [MPFR_RNDN]
      func decimal(_ count: Int) -> (digits: String, point: Int)? {
        roundings.lazy.map { self.digits(base: 10, count: count, rounding: $0) }.first {
          Self.parse("0.\($0.digits)e\($0.point)", base: 10).value == magnitude
        }
      }

      // What can be written with some digits can be with more, so the least count can be searched by halves.
      var (low, high) = (1, Int(cmpfr_digit_count(10, bits)))
      while low < high {
        let middle = (low + high) / 2
        if decimal(middle) == nil { low = middle + 1 } else { high = middle }
      }
      guard let (digits, point) = decimal(high) else {
        preconditionFailure("\(high) digits must tell numbers of \(bits) bits apart.")
      }

      if point > -4, point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
      if point > 0, point <= 21 {
        guard point < digits.count else {
          return sign + digits + String(repeating: "0", count: point - digits.count) + ".0"
        }
        return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
      }
      let rest = digits.dropFirst()
      return "\(sign)\(digits.prefix(1))\(rest.isEmpty ? "" : ".\(rest)")e\(point < 1 ? "" : "+")\(point - 1)"
    }

    /// The exact value in hexadecimal, as C's `%a` writes it: `0x1.8p+3`, `-0x0p+0`, `inf`, `nan`.
    public var hexDescription: String {
      guard isFinite else { return isNaN ? "nan" : sgn < 0 ? "-inf" : "inf" }
      let sign = sgn < 0 ? "-" : ""
      guard !isZero else { return sign + "0x0p+0" }
      let digits = significand.digits(base: 16, count: 0).digits
      let rest = digits.dropFirst()
      return "\(sign)0x\(digits.prefix(1))\(rest.isEmpty ? "" : ".\(rest)")p\(exponent < 0 ? "" : "+")\(exponent)"
    }

    /// The digits of the magnitude without trailing zeros, and the place of the point from their left.
    private func digits(
      base: Int32, count: Int, rounding: mpfr_rnd_t = MPFR_RNDN
    ) -> (digits: String, point: Int) {
      let room = max(count, Int(cmpfr_digit_count(base, bits))) + 2
      var point = 0
      let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: max(room, 7)) { buffer in
        magnitude.withOperand { a in
          _ = cmpfr_digits(buffer.baseAddress, &point, base, count, a, rounding, bits)
        }
        return String(cString: buffer.baseAddress!)
      }
      let kept = text.reversed().drop { $0 == "0" }.reversed()
      return (String(kept), point)
    }
  }

  extension BigReal: CustomDebugStringConvertible {
    public var debugDescription: String { "BigReal\(bits)(\(description))" }
  }

  extension BigReal: Codable {
    /// Reads what ``encode(to:)`` wrote, or any text that ``init(_:)-(String)`` reads.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let value = Self(text) else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "\"\(text)\" is not a decimal or hexadecimal number.")
      }
      self = value
    }

    /// Writes the exact value as hexadecimal text.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(hexDescription)
    }
  }
#endif
