extension Emulated: ExpressibleByIntegerLiteral {
  @inlinable public init(integerLiteral value: Int) { self.init(value) }
}

/// From integers: rounded once, ties to even.
extension Emulated {
  @inlinable
  public init(_ n: Int) {
    let magnitude = UInt64(n.magnitude)
    self.init((n < 0 ? -1 : 1) * Double(Self.narrowed(magnitude, isExact: true)))
  }

  public init<Source: BinaryInteger>(_ n: Source) {
    // The top 64 bits, and whether there is anything under them.
    var top: UInt64 = 0
    var isExact = true
    var shift = 0
    for word in n.magnitude.words.reversed() {
      let word = UInt64(word)
      if top == 0 {
        top = word
      } else {
        let room = UInt64(top.leadingZeroBitCount)
        // Shifts by 64 give 0 here, which is what is meant.
        top = top << room | word >> (64 - room)
        isExact = isExact && word << room == 0
        shift += 64 - Int(room)
      }
    }
    let magnitude = Double(Self.narrowed(top, isExact: isExact))
    self.init(Double(sign: n < 0 ? .minus : .plus, exponent: shift, significand: magnitude))
  }

  /// The integer if it needs no rounding.
  public init?<Source: BinaryInteger>(exactly n: Source) {
    self.init(n)
    guard let back = Source(exactly: value), back == n else { return nil }
  }

  /// `n` rounded to odd in 53 bits, and to odd as well if it is `n` and a little more.
  @inlinable
  static func narrowed(_ n: UInt64, isExact: Bool) -> UInt64 {
    let drop = UInt64(max(0, 11 - n.leadingZeroBitCount))
    let rest = n & (1 << drop - 1)
    return rest == 0 && isExact ? n : (n - rest) | 1 << drop
  }
}

extension Emulated: FormatScalar {
  public static var formatName: String { Layout.formatName }
  public static var formatTitle: String { Layout.formatTitle }
  @inlinable public static var bytes: Int { Layout.storageBytes }
  @inlinable public init(nearest x: Double) { self.init(x) }
  @inlinable public var expansion: Expansion { Expansion(value) }
}

extension Double {
  /// The number of a narrow format, exactly.
  @inlinable public init<Layout>(_ x: Emulated<Layout>) { self = x.value }
}

extension Float {
  /// The Float nearest to a number of a narrow format: the number itself for every named format.
  @inlinable public init<Layout>(_ x: Emulated<Layout>) { self = Float(x.value) }
}
