import CAMECore
import Foundation
import Testing
import Traces

/// What a reader may widen, what it may not, and what it does with files that aren't files.
@Suite struct SafetensorsFileTests {
  /// A file with one tensor "x" of this type.
  private func one(_ dtype: SafetensorsDType, _ data: [UInt8]) throws -> SafetensorsFile {
    let count = data.count / dtype.size
    let header = #"{"x":{"dtype":"\#(dtype.rawValue)","shape":[\#(count)],"data_offsets":[0,\#(data.count)]}}"#
    return try SafetensorsFile(data: file(header, data: data))
  }

  /// The value of a finite bit pattern, by the definition of the format rather than by a conversion.
  private func value(_ bits: UInt16, significandBits: Int, bias: Int) -> Double {
    let fraction = Double(Int(bits) & (1 << significandBits - 1))
    let exponent = Int(bits & 0x7FFF) >> significandBits
    let sign: Double = bits >> 15 == 1 ? -1 : 1
    let unit = Double(sign: .plus, exponent: max(exponent, 1) - bias - significandBits, significand: 1)
    return sign * (exponent == 0 ? fraction : fraction + Double(1 << significandBits)) * unit
  }

  /// Every one of the 65,536 patterns of both 16-bit types, in `Float` and in `Double`.
  @Test(arguments: [(SafetensorsDType.f16, 10, 15), (.bf16, 7, 127)])
  func widening16(_ dtype: SafetensorsDType, significandBits: Int, bias: Int) throws {
    let opened = try one(dtype, (0...UInt16.max).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
    let floats: Tensor<Float> = try opened.tensor("x")
    let doubles: Tensor<Double> = try opened.tensor("x")
    let infinity = UInt16(0x7FFF >> significandBits) << significandBits
    var wrong: [UInt16] = []
    for bits in 0...UInt16.max {
      let (float, double) = (floats[Int(bits)], doubles[Int(bits)])
      let isNegative = bits >> 15 == 1
      var isRight = float.sign == (isNegative ? .minus : .plus) && double.sign == float.sign
      if bits & 0x7FFF > infinity {
        let payload = UInt64(bits & (1 << (significandBits - 1) - 1))
        isRight = isRight && float.isNaN && double.isNaN
        isRight = isRight && UInt64(float.bitPattern & 0x3F_FFFF) == payload << (23 - significandBits)
        isRight = isRight && double.bitPattern & 0x7_FFFF_FFFF_FFFF == payload << (52 - significandBits)
      } else {
        let exact = value(bits, significandBits: significandBits, bias: bias)
        let expected = bits & 0x7FFF == infinity ? (isNegative ? -Double.infinity : .infinity) : exact
        isRight = isRight && Double(float) == expected && double == expected
      }
      if !isRight { wrong.append(bits) }
    }
    #expect(wrong.isEmpty)
  }

  @Test func floatToDouble() throws {
    let values: [Float] = [0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.infinity, 0.1, .nan]
    let opened = try one(.f32, Float.encode(values))
    let doubles: Tensor<Double> = try opened.tensor("x")
    #expect(zip(doubles.values, values).allSatisfy { $0.bitPattern == Double($1).bitPattern })
  }

  /// Every pair of a file's type and a type to read it as: 9 of 48 are exact.
  @Test(arguments: SafetensorsDType.allCases)
  func conversions(_ dtype: SafetensorsDType) throws {
    let opened = try one(dtype, Array(repeating: 0, count: 16))
    func check<Scalar: SafetensorsScalar>(_ type: Scalar.Type, allowed: [SafetensorsDType]) {
      if allowed.contains(dtype) {
        #expect(throws: Never.self) { try opened.tensor("x", as: Scalar.self) }
      } else {
        #expect(throws: SafetensorsError.conversion(tensor: "x", from: dtype, to: Scalar.safetensorsDType)) {
          try opened.tensor("x", as: Scalar.self)
        }
      }
    }
    check(Float16.self, allowed: [.f16])
    check(Float.self, allowed: [.f16, .bf16, .f32])
    check(Double.self, allowed: [.f16, .bf16, .f32, .f64])
    #expect(try opened.bytes(of: "x") == Data(count: 16))
  }

  /// Sizes by the names of the types: the digits in them are bits.
  @Test(arguments: SafetensorsDType.allCases)
  func sizes(_ dtype: SafetensorsDType) {
    let digits = dtype.rawValue.prefix { $0 != "_" }.filter(\.isNumber)
    #expect(dtype.size == (dtype == .bool ? 1 : Int(digits)! / 8))
  }

  @Test func lookups() throws {
    let opened = try one(.f32, Array(repeating: 0, count: 8))
    #expect(opened["x"]?.shape == [2])
    #expect(opened["x"]?.bytes == 0..<8)
    #expect(opened["y"] == nil)
    #expect(throws: SafetensorsError.noTensor("y")) { try opened.tensor("y", as: Float.self) }
    #expect(throws: SafetensorsError.noTensor("__metadata__")) { try opened.bytes(of: "__metadata__") }
  }

  /// A slice of `Data`, whose indices don't start at 0, opens as its bytes; so does data at an odd address.
  @Test func slices() throws {
    let data = file(#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, data: [0, 0, 128, 63])
    let opened = try SafetensorsFile(data: (Data([9, 9, 9]) + data)[3...])
    #expect(try opened.tensor("x", as: Float.self).values == [1])
    #expect(try opened.bytes(of: "x").elementsEqual([0, 0, 128, 63]))
  }

  @Test func onlyRegularFiles() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appendingPathComponent("missing.safetensors")
      for (url, reason) in [
        (missing, "there is no such file or folder"), (folder, "it isn't a regular file"),
        (URL(fileURLWithPath: "/dev/zero"), "it isn't a regular file"),
        (URL(string: "https://localhost\(#filePath)")!, "it isn't a regular file"),
      ] {
        #expect(throws: SafetensorsError.unreadable(path: url.path, reason: reason)) {
          try SafetensorsFile(contentsOf: url)
        }
      }
    }
  }

  /// A header as long as the format allows is read and one byte more is refused, though the file has room for it.
  @Test(arguments: [100_000_001, UInt64(1) << 40, .max])
  func headerBeyondTheLimit(_ length: UInt64) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("sparse.safetensors")
      try withUnsafeBytes(of: length.littleEndian) { Data($0) }.write(to: url)
      let handle = try FileHandle(forWritingTo: url)
      try handle.truncate(atOffset: 100_000_100)
      try handle.close()
      #expect(throws: SafetensorsError.headerLength(length, limit: 100_000_000)) {
        try SafetensorsFile(contentsOf: url)
      }
    }
  }
}
