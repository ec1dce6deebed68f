internal import Formats
internal import Traces

/// The types of parameters, gradients and states that the port protocol knows, by their names in safetensors files.
public enum ElementType: String, CaseIterable, Codable, Sendable {
  case f32 = "F32"
  case f16 = "F16"
  case bf16 = "BF16"
  case f64 = "F64"

  /// The type of this name in a safetensors file; nil if it holds no numbers that the protocol knows.
  init?(_ dtype: SafetensorsDType) { self.init(rawValue: dtype.rawValue) }

  var dtype: SafetensorsDType { SafetensorsDType(rawValue: rawValue)! }

  /// The name in text, such as `Float16`.
  public var title: String {
    switch self {
    case .f32: "Float"
    case .f16: "Float16"
    case .bf16: "BFloat16"
    case .f64: "Double"
    }
  }

  /// p: significant bits, the leading one included.
  public var significantBits: Int {
    switch self {
    case .f32: 24
    case .f16: 11
    case .bf16: 8
    case .f64: 53
    }
  }

  /// The number of this type nearest to x.
  func nearest(_ x: Double) -> Double {
    switch self {
    case .f32: Double(Float(x))
    case .f16: EmulatedFloat16(nearest: x).exactly
    case .bf16: BFloat16(nearest: x).exactly
    case .f64: x
    }
  }

  /// The number of this type nearest to x, the greatest in place of an infinity.
  func nearestFinite(_ x: Double) -> Double {
    let rounded = nearest(x)
    return rounded.isInfinite && x.isFinite ? (x < 0 ? -greatest : greatest) : rounded
  }

  /// u, the least number and the greatest.
  var unitRoundoff: Double { Double(sign: .plus, exponent: -significantBits, significand: 1) }
  var least: Double {
    switch self {
    case .f32: 0x1p-149
    case .f16: 0x1p-24
    case .bf16: 0x1p-133
    case .f64: 0x1p-1074
    }
  }
  var greatest: Double {
    switch self {
    case .f32: Double(Float.greatestFiniteMagnitude)
    case .f16: 65504
    case .bf16: 0x1.FEp127
    case .f64: .greatestFiniteMagnitude
    }
  }

  /// The bytes of numbers of this type, little-endian.
  func encoded(_ values: [Double]) -> [UInt8] {
    switch self {
    case .f64: Double.encode(values)
    case .f32: Float.encode(values.map { Float($0) })
    case .bf16: values.flatMap { little(UInt16(truncatingIfNeeded: Float($0).bitPattern >> 16)) }
    case .f16: values.flatMap { little(EmulatedFloat16.bits(of: $0)) }
    }
  }

  private func little(_ x: UInt16) -> [UInt8] { [UInt8(truncatingIfNeeded: x), UInt8(truncatingIfNeeded: x >> 8)] }
}

extension EmulatedFloat16 {
  /// The bits of a number that is one of binary16, infinities and NaN included.
  static func bits(of x: Double) -> UInt16 {
    let sign: UInt16 = x.sign == .minus ? 0x8000 : 0
    if x.isNaN { return sign | 0x7E00 }
    if x.isInfinite { return sign | 0x7C00 }
    let magnitude = x.magnitude
    if magnitude < 0x1p-14 { return sign | UInt16(magnitude * 0x1p24) }
    let exponent = UInt16(magnitude.exponent + 15)
    return sign | exponent << 10 | UInt16((magnitude.significand - 1) * 1024)
  }
}
