/// A decimal number exactly as it was written, such as `0.9999` or `1e-30`.
///
/// Hyperparameters are kept this way because no binary format holds them: `0.9999` rounds to 1 in Float16 and BFloat16,
/// and in Float it is off by enough that `1 − 0.9999` keeps 12 of 24 bits. When and how it is rounded is then a stated
/// choice (``HyperparameterRounding``).
///
///     let β3: ExactDecimal = 0.9999
///     let ε1 = try ExactDecimal("1e-30")
public struct ExactDecimal: Hashable, Sendable {
  /// Whether the number is under zero; zero has no sign.
  let isNegative: Bool
  /// The digits without trailing zeros.
  let significand: Natural
  /// The power of ten that the digits are multiplied by; 0 for zero.
  let exponent: Int

  /// The largest power of ten that can be written; it keeps the exact arithmetic small.
  public static let exponentLimit = 10_000

  init(isNegative: Bool, significand: Natural, exponent: Int) {
    var digits = significand
    var power = exponent
    while !digits.isZero {
      var tenth = digits
      guard tenth.divide(by: 10) == 0 else { break }
      digits = tenth
      power += 1
    }
    self.isNegative = isNegative && !digits.isZero
    self.significand = digits
    self.exponent = digits.isZero ? 0 : power
  }

  /// The number that `text` writes: digits, at most one point, and an optional power of ten, as in `-1.5e-3`.
  ///
  /// - Throws: ``DecimalError`` if the text is anything else, or its power of ten is past ``exponentLimit``.
  public init(_ text: some StringProtocol) throws(DecimalError) {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest.removeFirst() }

    var power = 0
    if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      let digits = rest[rest.index(after: mark)...]
      guard let value = Int(digits),
        digits.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") })
      else { throw .malformed(String(text)) }
      guard value.magnitude <= UInt(Self.exponentLimit) else { throw .exponent(String(text)) }
      power = value
      rest = rest[..<mark]
    }

    var digits = Natural(0)
    var seen = 0
    var hasPoint = false
    for byte in rest.utf8 {
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if byte.isDigit {
        digits.multiply(by: 10, adding: UInt32(byte - UInt8(ascii: "0")))
        seen += 1
        if hasPoint { power -= 1 }
      } else {
        throw .malformed(String(text))
      }
    }
    guard seen > 0 else { throw .malformed(String(text)) }
    guard seen <= Self.exponentLimit else { throw .exponent(String(text)) }
    self.init(isNegative: isNegative, significand: digits, exponent: power)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}

extension ExactDecimal: Comparable {
  public static func < (a: Self, b: Self) -> Bool {
    if a.isNegative != b.isNegative { return a.isNegative }
    let power = min(a.exponent, b.exponent)
    let (x, y) = (a.digits(at: power), b.digits(at: power))
    return a.isNegative ? y < x : x < y
  }

  private func digits(at power: Int) -> Natural {
    significand * Natural.power(of: 10, exponent - power)
  }

  /// `1 − self`, exactly; `self` must lie in 0...1.
  public var complement: Self {
    demand(!isNegative && self <= 1, "The complement is for numbers in 0...1, but got \(self).")
    let power = min(exponent, 0)
    let one = Natural.power(of: 10, -power)
    return Self(isNegative: false, significand: one - digits(at: power), exponent: power)
  }

  /// The exact product.
  public static func * (a: Self, b: Self) -> Self {
    Self(
      isNegative: a.isNegative != b.isNegative, significand: a.significand * b.significand,
      exponent: a.exponent + b.exponent)
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// The shortest way to write the number: `0.9999`, `12`, `1e-30`.
  public var description: String {
    let digits = significand.description
    let point = digits.count + exponent
    let text: String
    if exponent >= 0, point <= 7 {
      text = digits + String(repeating: "0", count: exponent)
    } else if point > 0, exponent < 0 {
      text = "\(digits.prefix(point)).\(digits.dropFirst(point))"
    } else if point > -4, exponent < 0 {
      text = "0." + String(repeating: "0", count: -point) + digits
    } else {
      text = "\(digits.prefix(1))\(digits.count > 1 ? "." : "")\(digits.dropFirst())e\(point - 1)"
    }
    return isNegative ? "-" + text : text
  }
}

extension ExactDecimal: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The shortest decimal that reads back as the literal's Double, which is the literal itself up to 15 digits.
  public init(floatLiteral value: Double) {
    do {
      try self.init(value.description)
    } catch {
      preconditionFailure("A hyperparameter must be a finite number, but got \(value).")
    }
  }

  public init(integerLiteral value: Int) {
    self.init(isNegative: value < 0, significand: Natural(UInt64(value.magnitude)), exponent: 0)
  }
}

/// Text that isn't a decimal number the lab can hold.
public enum DecimalError: Error, Equatable, Sendable, CustomStringConvertible {
  case malformed(String)
  case exponent(String)

  public var description: String {
    switch self {
    case .malformed(let text): "\"\(text)\" is not a decimal number such as 0.9999 or 1e-30."
    case .exponent(let text):
      "\"\(text)\" has more digits or a larger power of ten than \(ExactDecimal.exponentLimit), the most that is supported."
    }
  }
}
