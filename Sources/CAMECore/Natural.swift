/// A natural number of any size, just large enough a tool to round exact decimals.
///
/// Little-endian base 2³² words without leading zero words; zero has none. Schoolbook algorithms: the numbers here have
/// tens of words, once per hyperparameter.
struct Natural: Hashable, Sendable {
  private(set) var words: [UInt32]

  init(_ value: UInt64) {
    words = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
    trim()
  }

  var isZero: Bool { words.isEmpty }

  /// How many bits the number needs; 0 for zero.
  var bitWidth: Int {
    guard let top = words.last else { return 0 }
    return 32 * words.count - top.leadingZeroBitCount
  }

  private mutating func trim() {
    while words.last == 0 { words.removeLast() }
  }

  /// Replaces the number by `self * factor + addend`.
  mutating func multiply(by factor: UInt32, adding addend: UInt32 = 0) {
    var carry = UInt64(addend)
    for i in words.indices {
      let product = UInt64(words[i]) * UInt64(factor) + carry
      words[i] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    if carry > 0 { words.append(UInt32(carry)) }
    trim()
  }

  /// Divides by a small number and returns the remainder.
  mutating func divide(by divisor: UInt32) -> UInt32 {
    var remainder: UInt64 = 0
    for i in words.indices.reversed() {
      let part = remainder << 32 | UInt64(words[i])
      words[i] = UInt32(part / UInt64(divisor))
      remainder = part % UInt64(divisor)
    }
    trim()
    return UInt32(remainder)
  }

  static func * (a: Natural, b: Natural) -> Natural {
    var result = Natural(0)
    for word in b.words.reversed() {
      result = result << 32
      var part = a
      part.multiply(by: word)
      result = result + part
    }
    return result
  }

  static func + (a: Natural, b: Natural) -> Natural {
    var result = a
    var carry: UInt64 = 0
    for i in 0..<max(a.words.count, b.words.count) {
      if i == result.words.count { result.words.append(0) }
      let sum = UInt64(result.words[i]) + (i < b.words.count ? UInt64(b.words[i]) : 0) + carry
      result.words[i] = UInt32(truncatingIfNeeded: sum)
      carry = sum >> 32
    }
    if carry > 0 { result.words.append(UInt32(carry)) }
    return result
  }

  /// The difference; `a` must not be smaller than `b`.
  static func - (a: Natural, b: Natural) -> Natural {
    precondition(!(a < b), "A natural number can't be negative.")
    var result = a
    var borrow: Int64 = 0
    for i in result.words.indices {
      let difference = Int64(result.words[i]) - (i < b.words.count ? Int64(b.words[i]) : 0) - borrow
      result.words[i] = UInt32(truncatingIfNeeded: difference)
      borrow = difference < 0 ? 1 : 0
    }
    result.trim()
    return result
  }

  static func << (a: Natural, shift: Int) -> Natural {
    guard !a.isZero else { return a }
    let (whole, bits) = (shift / 32, UInt32(shift % 32))
    var result = a
    if bits > 0 { result.multiply(by: 1 << bits) }
    result.words.insert(contentsOf: repeatElement(0, count: whole), at: 0)
    return result
  }

  static func power(of base: UInt32, _ exponent: Int) -> Natural {
    var result = Natural(1)
    for _ in 0..<exponent { result.multiply(by: base) }
    return result
  }

  /// Quotient and remainder, bit by bit.
  func dividedWithRemainder(by divisor: Natural) -> (quotient: Natural, remainder: Natural) {
    precondition(!divisor.isZero, "Division by zero.")
    var quotient = Natural(0)
    var remainder = Natural(0)
    for bit in (0..<bitWidth).reversed() {
      let isSet = words[bit / 32] >> UInt32(bit % 32) & 1
      remainder.multiply(by: 2, adding: isSet)
      let fits = !(remainder < divisor)
      if fits { remainder = remainder - divisor }
      quotient.multiply(by: 2, adding: fits ? 1 : 0)
    }
    return (quotient, remainder)
  }
}

extension Natural: Comparable {
  static func < (a: Natural, b: Natural) -> Bool {
    guard a.words.count == b.words.count else { return a.words.count < b.words.count }
    for i in a.words.indices.reversed() where a.words[i] != b.words[i] { return a.words[i] < b.words[i] }
    return false
  }
}

extension Natural: CustomStringConvertible {
  /// The decimal digits.
  var description: String {
    guard !isZero else { return "0" }
    var rest = self
    var digits: [Character] = []
    while !rest.isZero { digits.append(Character(String(rest.divide(by: 10)))) }
    return String(digits.reversed())
  }
}
