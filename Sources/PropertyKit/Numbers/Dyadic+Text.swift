extension Dyadic: CustomStringConvertible {
  /// The number in hexadecimal notation, as Swift, C and Python read it: `0x1.8p-3`. Exact.
  public var description: String {
    let sign = isNegative ? "-" : ""
    switch kind {
    case .nan: return "nan"
    case .infinite: return sign + "inf"
    case .zero: return sign + "0x0p0"
    case .finite:
      // The first hexadecimal digit is the leading 1; the others start at the bit after it.
      var digits = ""
      var bit = 1
      while bit < significantBits {
        digits.append(Self.digit(bits(from: bit, count: 4)))
        bit += 4
      }
      return "\(sign)0x1\(digits.isEmpty ? "" : "." + digits)p\(exponent)"
    }
  }

  private static func digit(_ value: Int) -> Character { Character(String(value, radix: 16)) }

  private func bits(from start: Int, count: Int) -> Int {
    (start..<start + count).reduce(0) { sum, i in
      let word = i < 64 ? high : i / 64 - 1 < low.count ? low[i / 64 - 1] : 0
      return sum << 1 | Int((word << UInt64(i % 64)) >> 63)
    }
  }

  /// Reads what ``description`` writes, and any other hexadecimal floating-point text.
  public init?(_ text: some StringProtocol) {
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    if rest.elementsEqual("nan".utf8) {
      self = .nan
      return
    }
    if rest.elementsEqual("inf".utf8) {
      self = Dyadic.infinity.with(isNegative: isNegative)
      return
    }
    guard rest.starts(with: "0x".utf8) else { return nil }
    rest = rest.dropFirst(2)
    var digits: [UInt8] = []
    var afterPoint: Int?
    while let character = rest.first, character != UInt8(ascii: "p") {
      rest = rest.dropFirst()
      if character == UInt8(ascii: ".") {
        guard afterPoint == nil else { return nil }
        afterPoint = 0
      } else {
        guard let digit = Character(Unicode.Scalar(character)).hexDigitValue else { return nil }
        digits.append(UInt8(digit))
        afterPoint? += 1
      }
    }
    guard !digits.isEmpty, !rest.isEmpty, let scale = Int(String(decoding: rest.dropFirst(), as: UTF8.self)),
      scale.magnitude < 1 << 40
    else { return nil }
    self.init(digits: digits, isNegative: isNegative, scale: scale - 4 * (afterPoint ?? 0))
  }

  /// The integer of the hexadecimal digits times 2^scale.
  private init(digits: [UInt8], isNegative: Bool, scale: Int) {
    guard let first = digits.firstIndex(where: { $0 != 0 }) else {
      self = isNegative ? .negativeZero : .zero
      return
    }
    let bits = digits[first...].flatMap { digit in (0..<4).map { digit >> UInt8(3 - $0) & 1 == 1 } }
    let leading = bits.firstIndex(of: true)!
    let significant = bits[leading...]
    var words: [UInt64] = []
    for (i, isOne) in significant.enumerated() {
      if i % 64 == 0 { words.append(0) }
      if isOne { words[i / 64] |= 1 << UInt64(63 - i % 64) }
    }
    self.init(
      isNegative: isNegative, exponent: significant.count - 1 + scale, high: words[0], low: Array(words[1...]))
  }
}
