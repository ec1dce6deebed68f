internal import Formats
internal import RealModule

/// What a function is tried on: every finite number of a format of 16 bits or less, random ones of a wider format.
struct AuditInputs<Scalar: FormatScalar> {
  let values: [Scalar]
  /// The second arguments, as many; empty for functions of one.
  let seconds: [Scalar]
  let isExhaustive: Bool

  init(_ function: AuditedFunction, samples: Int, seed: UInt64) {
    let stream = CounterStream(seed: seed)
    func draw(_ i: Int, _ argument: Int) -> Scalar {
      Self.random(
        stream.bits(step: 0, stream: 2 * argument, element: i),
        stream.bits(step: 0, stream: 2 * argument + 1, element: i))
    }
    isExhaustive = Scalar.bytes <= 2 && !function.isBinary
    if isExhaustive {
      var all: [Scalar] = []
      var x = -Scalar.greatestFiniteMagnitude
      while true {
        all.append(x)
        if x == 0 { all.append(-x) }
        guard x < .greatestFiniteMagnitude else { break }
        x = x.nextUp
      }
      values = all
    } else {
      values = (0..<samples).map { draw($0, 0) }
    }
    seconds = function.isBinary ? (0..<samples).map { draw($0, 1) } : []
  }

  /// A number from 128 random bits: of any exponent; between 2⁻⁸ and 2⁸, where most functions do most; close to 1, where
  /// logarithms vanish; or close to a multiple of π/2, where sines and cosines do. Of either sign.
  private static func random(_ bits: UInt64, _ more: UInt64) -> Scalar {
    let significand = 1 + Double(bits >> 12) * 0x1p-52
    let sign = more & 1 == 0 ? 1.0 : -1.0
    let choice = Int(more >> 8 & 0xffff_ffff)
    switch more >> 1 & 3 {
    case 0:
      let (least, most) = (Int(Scalar.leastNonzeroMagnitude.exponent), Int(Scalar.greatestFiniteMagnitude.exponent))
      let exponent = least + choice % (most - least + 1)
      return Scalar(nearest: sign * scaled(significand, exponent))
    case 1: return Scalar(nearest: sign * scaled(significand, choice % 16 - 8))
    case 2:
      let offset = scaled(significand - 1, -(choice % (Scalar.significantBits + 2)))
      return Scalar(nearest: sign * (more >> 3 & 1 == 0 ? 1 + offset : 1 - offset / 2))
    default:
      let quarter = Double(choice % 1024) * .pi / 2
      let x = Scalar(nearest: sign * quarter)
      return more >> 3 & 1 == 0 ? x : x.nextUp
    }
  }

  private static func scaled(_ x: Double, _ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: x)
  }
}
