/// A scalar that safetensors files can hold and that narrower ones widen to exactly.
///
/// A NaN keeps its sign and its payload. One that is read in its own type or from `BF16` to `Float` keeps every bit;
/// any other widening may make a signalling NaN quiet, as IEEE 754 conversions do.
public protocol SafetensorsScalar: Sendable {
  /// The element type it is written as.
  static var safetensorsDType: SafetensorsDType { get }

  /// The elements in `bytes`, widened exactly; nil if `dtype` doesn't widen to this type.
  ///
  /// - Parameter bytes: As many as whole elements of `dtype` need, at any alignment.
  static func decode(_ bytes: UnsafeRawBufferPointer, dtype: SafetensorsDType) -> [Self]?

  /// The bytes of the elements, little-endian.
  static func encode(_ values: [Self]) -> [UInt8]
}

#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
  extension Float16: SafetensorsScalar {
    public static var safetensorsDType: SafetensorsDType { .f16 }

    public static func decode(_ bytes: UnsafeRawBufferPointer, dtype: SafetensorsDType) -> [Float16]? {
      dtype == .f16 ? load(bytes) { Float16(bitPattern: $0) } : nil
    }

    public static func encode(_ values: [Float16]) -> [UInt8] { store(values.map(\.bitPattern)) }
  }
#endif

extension Float: SafetensorsScalar {
  public static var safetensorsDType: SafetensorsDType { .f32 }

  public static func decode(_ bytes: UnsafeRawBufferPointer, dtype: SafetensorsDType) -> [Float]? {
    switch dtype {
    case .f32: load(bytes) { Float(bitPattern: $0) }
    case .bf16: load(bytes) { Float(upperHalf: $0) }
    case .f16: load(bytes) { Float(half: $0) }
    default: nil
    }
  }

  public static func encode(_ values: [Float]) -> [UInt8] { store(values.map(\.bitPattern)) }

  /// The value of a BFloat16: the upper half of a `Float`.
  fileprivate init(upperHalf: UInt16) {
    self.init(bitPattern: UInt32(upperHalf) << 16)
  }

  /// The value of a Float16, by its bits: there is no such type on Intel Macs.
  fileprivate init(half: UInt16) {
    let sign = UInt32(half & 0x8000) << 16
    let fraction = UInt32(half & 0x3FF)
    switch UInt32(half >> 10 & 0x1F) {
    case 0: self = Float(fraction) * (sign == 0 ? 0x1p-24 : -0x1p-24)
    case 31: self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    case let exponent: self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}

extension Double: SafetensorsScalar {
  public static var safetensorsDType: SafetensorsDType { .f64 }

  public static func decode(_ bytes: UnsafeRawBufferPointer, dtype: SafetensorsDType) -> [Double]? {
    switch dtype {
    case .f64: load(bytes) { Double(bitPattern: $0) }
    case .f32: load(bytes) { Double(Float(bitPattern: $0)) }
    case .bf16: load(bytes) { Double(Float(upperHalf: $0)) }
    case .f16: load(bytes) { Double(Float16(bitPattern: $0)) }
    default: nil
    }
  }

  public static func encode(_ values: [Double]) -> [UInt8] { store(values.map(\.bitPattern)) }
}

/// The elements whose little-endian bit patterns are `bytes`.
@inline(__always)
private func load<Bits: FixedWidthInteger & BitwiseCopyable, Value>(
  _ bytes: UnsafeRawBufferPointer, _ value: (Bits) -> Value
) -> [Value] {
  let size = MemoryLayout<Bits>.size
  let count = bytes.count / size
  precondition(count * size == bytes.count, "\(bytes.count) bytes aren't whole elements of \(size) bytes.")
  return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
    for place in 0..<count {
      let bits = bytes.loadUnaligned(fromByteOffset: place * size, as: Bits.self)
      buffer.initializeElement(at: place, to: value(Bits(littleEndian: bits)))
    }
    initialized = count
  }
}

/// The bit patterns as little-endian bytes.
private func store<Bits: FixedWidthInteger>(_ patterns: [Bits]) -> [UInt8] {
  patterns.map(\.littleEndian).withUnsafeBytes { Array($0) }
}
