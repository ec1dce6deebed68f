/// A number format whose claims can be judged in one that is at least twice as precise and holds every product of two of
/// its numbers, so that the judge's own rounding is far under that of what it judges.
public protocol Refereed: FormatScalar, RoundingRule {
  /// The same number, exactly.
  var exactly: Referee { get }
}

extension Float: Refereed {
  @inlinable public var exactly: Double { Double(self) }
  @inlinable public static var refereedRoundoff: Double { 0x1p-24 * (1 + 0x1p-20) }
  @inlinable public static var refereedLeast: Double? { 0x1p-149 }
  @inlinable public static var refereedGreatest: Double? { 0x1.fffffep127 }
}

#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
  extension Float16: Refereed {
    @inlinable public var exactly: Double { Double(self) }
    @inlinable public static var refereedRoundoff: Double { 0x1p-11 * (1 + 0x1p-20) }
    @inlinable public static var refereedLeast: Double? { 0x1p-24 }
    @inlinable public static var refereedGreatest: Double? { 65504 }
  }
#endif

/// At most 25 bits, so that Double holds every product of two numbers.
extension Emulated: Refereed {
  @inlinable public var exactly: Double { value }
  @inlinable public static var refereedRoundoff: Double { Layout.quantizer.unit / 2 * (1 + 0x1p-20) }
  @inlinable public static var refereedLeast: Double? { Layout.quantizer.leastNormal * Layout.quantizer.unit }
  @inlinable public static var refereedGreatest: Double? { Layout.greatest }
}

#if MPFR
  public import BigRealModule

  extension Double: Refereed {
    @inlinable public var exactly: BigReal127 { BigReal127(self) }
    @inlinable public static var refereedRoundoff: BigReal127 { BigReal127(0x1p-53 * (1 + 0x1p-20)) }
    @inlinable public static var refereedLeast: BigReal127? { BigReal127(0x1p-1074) }
    @inlinable public static var refereedGreatest: BigReal127? { BigReal127(greatestFiniteMagnitude) }
  }

  /// For precisions up to 127 bits.
  extension BigReal: Refereed {
    @inlinable public var exactly: BigReal255 { BigReal255(self) }
    @inlinable
    public static var refereedRoundoff: BigReal255 {
      BigReal255(sign: .plus, exponent: -bits, significand: BigReal255(1 + 0x1p-20))
    }
    @inlinable public static var refereedLeast: BigReal255? { nil }
    @inlinable public static var refereedGreatest: BigReal255? { nil }
  }
#endif

/// A format whose claims can be judged, as a value.
public protocol RefereedFormat<Scalar>: NumberFormat where Scalar: Refereed {}

extension Format: RefereedFormat where Scalar: Refereed {}

extension Formats {
  /// The formats in which properties are claimed, narrowest first.
  public static var refereed: [any RefereedFormat] {
    #if (os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64)
      let half: [any RefereedFormat] = []
    #else
      let half: [any RefereedFormat] = [Format<Float16>()]
    #endif
    #if MPFR
      return half + [Format<Float>(), Format<Double>(), Format<BigReal127>()]
    #else
      return half + [Format<Float>()]
    #endif
  }

  /// The format called `name`, among those in which properties are claimed.
  ///
  /// - Throws: ``UnknownFormat`` with the names there are.
  public static func refereed(named name: String) throws(UnknownFormat) -> any RefereedFormat {
    guard let format = refereed.first(where: { $0.name == name }) else {
      throw UnknownFormat(name: name, known: refereed.map(\.name))
    }
    return format
  }
}
