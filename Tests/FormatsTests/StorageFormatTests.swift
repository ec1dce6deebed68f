import BigRealModule
import Formats
import Testing

@Suite("Storage formats")
struct StorageFormatTests {
  private func stored(_ text: String, _ values: [Double], seed: UInt64 = 1, step: Int = 1, stream: Int = 0) throws
    -> [Double]
  {
    var values = values
    let format = try StorageFormat(text)
    values.withUnsafeMutableBufferPointer { format.store($0, seed: seed, step: step, stream: stream) }
    return values
  }

  @Test(
    "Text is read and written, shortest",
    arguments: [
      ("bfloat16", "bfloat16", "BFloat16"), ("float:nearest", "float", "Float"),
      ("bfloat16:stochastic", "bfloat16:stochastic", "BFloat16, rounded stochastically"),
      ("e4m3x256", "e4m3x256", "FP8 E4M3 in blocks of 256 with a scale"),
      ("e5m2x7:truncated", "e5m2x7:truncated", "FP8 E5M2 in blocks of 7 with a scale, rounded towards zero"),
      ("dynamic8x256", "dynamic8", "signed dynamic 8-bit codes in blocks of 256 with a scale"),
      ("dynamic8ux64", "dynamic8ux64", "unsigned dynamic 8-bit codes in blocks of 64 with a scale"),
      ("dynamic4", "dynamic4", "signed dynamic 4-bit codes in blocks of 128 with a scale"),
      ("linear4ux128:nearest", "linear4u", "linear 4-bit codes without zero in blocks of 128 with a scale"),
      ("mpfr127", "mpfr127", "MPFR 127"),
    ])
  func text(text: String, name: String, title: String) throws {
    let format = try StorageFormat(text)
    #expect(format.name == name && format.description == name && format.title == title)
    #expect(try StorageFormat(name) == format)
  }

  @Test(
    "What is no format is refused with what could stand there",
    arguments: [
      ("float8", .unknownFormat("float8")), ("", .unknownFormat("")), ("x256", .unknownFormat("x256")),
      ("float:", .unknownRounding("")), ("float:up", .unknownRounding("up")),
      ("float:nearest:nearest", .unknownRounding("nearest:nearest")),
      ("e4m3x", .badBlock("")), ("e4m3x0", .badBlock("0")), ("e4m3x-1", .badBlock("-1")), ("e4m3x+1", .badBlock("+1")),
      ("dynamic8x1e3", .badBlock("1e3")), ("e4m3x99999999999999999999", .badBlock("99999999999999999999")),
      ("floatx16", .noBlocks("float")), ("bfloat16x128", .noBlocks("bfloat16")),
    ] as [(String, StorageFormatError)])
  func refused(text: String, error: StorageFormatError) {
    #expect(throws: error) { try StorageFormat(text) }
  }

  @Test("Errors say what there is")
  func errors() {
    let names = StorageFormatError.unknownFormat("float8").description
    #expect(
      names.contains("\"float8\"") && names.contains("e5m2, e4m3, bfloat16, float16") && names.contains("linear4u"))
    #expect(StorageFormatError.unknownRounding("up").description.contains("nearest, truncated, stochastic"))
    #expect(StorageFormatError.badBlock("0").description.contains("\"0\""))
    #expect(StorageFormatError.noBlocks("float").description.contains("e5m2, e4m3, float16, dynamic8"))
  }

  @Test("Bytes count the scales, and a short block's too")
  func bytes() throws {
    let expected = [
      ("float", 1000, 4000), ("bfloat16", 3, 6), ("tf32", 2, 8), ("e4m3", 100, 100), ("e4m3x256", 257, 265),
      ("dynamic8", 512, 520), ("dynamic8", 513, 525), ("dynamic4", 128, 68), ("dynamic4", 0, 0),
      ("linear4ux64", 65, 40.5),
    ]
    for (text, count, bytes) in expected { #expect(try StorageFormat(text).bytes(count: count) == bytes, "\(text)") }
    #expect(try StorageFormat("bfloat16").significantBits == 8 && StorageFormat("dynamic8").significantBits == nil)
    #expect(try StorageFormat("dynamic8").map == .dynamic8 && StorageFormat("float").map == nil)
    #expect(try StorageFormat(.dynamic4, block: 64) == StorageFormat("dynamic4x64"))
    #expect(try StorageFormat(BFloat16.self, rounding: .towardZero) == StorageFormat("bfloat16:truncated"))
  }

  @Test("Storing changes nothing where the format holds every number of the arithmetic")
  func identity() throws {
    func holds<S: FormatScalar>(_ text: String, _ type: S.Type) throws -> Bool {
      try StorageFormat(text).isIdentity(for: type)
    }
    for (text, isWider) in [
      ("float", true), ("double", true), ("mpfr53", true), ("tf32", false), ("float:stochastic", true),
    ] {
      #expect(try holds(text, Float.self) == isWider, "\(text)")
    }
    #expect(try holds("float", BFloat16.self) && holds("tf32", BFloat16.self) && holds("tf32", EmulatedFloat16.self))
    #expect(try holds("bfloat16", E4M3.self) && holds("bfloat16", E5M2.self))
    // Exponents and precision, each alone too short.
    #expect(try !holds("float16", BFloat16.self) && !holds("bfloat16", EmulatedFloat16.self))
    #expect(try !holds("e5m2", E4M3.self) && !holds("e4m3", E5M2.self))
    #expect(try !holds("double", BigReal127.self) && holds("mpfr127", BigReal127.self) && holds("mpfr53", Double.self))
    #expect(try !holds("e4m3x256", E4M3.self) && !holds("dynamic8", E4M3.self))
    // The least and the greatest exponent, each alone too short.
    let holdsLess = StorageFormat(Emulated<BinaryLayout<8, -14, 127>>.self).isIdentity(for: BFloat16.self)
    let holdsFewer = StorageFormat(Emulated<BinaryLayout<8, -126, 15>>.self).isIdentity(for: BFloat16.self)
    #expect(!holdsLess && !holdsFewer)
    // Without infinity, and one that is as wide.
    #expect(try holds("e4m3", E4M3.self) && !holds("e4m3", Emulated<BinaryLayout<4, -6, 7>>.self))
  }

  @Test("Numbers without blocks are rounded each by itself, from the Double")
  func numbers() throws {
    // Through Float this would be a tie first.
    let x = 1 + 0x1p-8 + 0x1p-40
    #expect(try stored("bfloat16", [x, -1e-50, .infinity, 3]) == [1 + 0x1p-7, 0, .infinity, 3])
    #expect(try stored("bfloat16:truncated", [x, -x]) == [1, -1])
    #expect(try stored("e4m3", [1000, 17]) == [448, 16])
    #expect(try stored("double", [x, 0.1]) == [x, 0.1] && stored("mpfr127", [0.1]) == [0.1])
  }

  @Test("Stochastic storage depends on seed, step, stream and place, and on nothing else")
  func stochastic() throws {
    let values = [Double](repeating: 1 + 0x1p-8, count: 1000)
    let once = try stored("bfloat16:stochastic", values)
    #expect(Set(once) == [1, 1 + 0x1p-7])
    // 500 ± 5σ = 79: Hoeffding leaves 2·exp(−2·79²/1000) < 10⁻⁵ to chance, and the draws are fixed.
    #expect(abs(once.count { $0 > 1 } - 500) <= 79)
    #expect(try stored("bfloat16:stochastic", values) == once)
    #expect(try stored("bfloat16:stochastic", Array(values.prefix(10))) == Array(once.prefix(10)))
    #expect(try stored("bfloat16:stochastic", values, seed: 2) != once)
    #expect(try stored("bfloat16:stochastic", values, step: 2) != once)
    #expect(try stored("bfloat16:stochastic", values, stream: 1) != once)
    // The same in blocks: 1 and 0 are codes, and what is between two codes is either.
    for text in ["dynamic8:stochastic", "e4m3x256:stochastic", "linear4ux256:stochastic"] {
      let stored = try stored(text, [Double](repeating: 0.9, count: 255) + [1])
      #expect(Set(stored).count == 3 && stored[255] == 1, "\(text)")
      let mean = stored.prefix(255).reduce(0, +) / 255
      // Codes are at most 1/14 apart: Hoeffding at 255 draws and t = 0.25 of the gap leaves 2·exp(−2·255/16) < 10⁻¹³.
      #expect(abs(mean - 0.9) < 0.25 / 14, "\(text)")
    }
  }

  @Test("Towards zero, codes are the neighbour nearer to zero")
  func truncated() throws {
    let values: [Double] = (0..<256).map { 1 - Double($0) / 128 }
    for text in ["dynamic8", "dynamic4", "e4m3x128"] {
      let stored = try stored("\(text):truncated", values)
      for (x, y) in zip(values, stored) where x > -0.88 {
        #expect(y.magnitude <= x.magnitude && x * y >= 0, "\(text): \(x) as \(y)")
      }
    }
  }

  @Test("A scale follows its block; zeros stay zeros; small blocks are not lost")
  func blocks() throws {
    #expect(try stored("linear4ux2", [0, 0, 3, 1.5, 8]) == [0, 0, 3, 1.5, 8])
    #expect(try stored("e4m3x2", [0, 0, 3, 1, 1e-20, 5e-21])[4] == Double(Float(1e-20) / 448 * 448))
    #expect(try stored("dynamic8x1", [5, -5]) == [5, Double(-0.99296874 as Float * 5)])
  }

  @Test("Shares are Floats, as torchao's: a quotient that rounds to the middle of two numbers is a tie")
  func shares() throws {
    var tried = 0
    for n in 1...2000 {
      let largest = 1 + Float(n) / 10_000
      let scale = largest / 448
      // 17 lies between the E4M3 numbers 16 and 18, and 16 is even.
      for x in [17 * scale, (17 * scale).nextUp] where x / scale == 17 && Double(x) / Double(scale) > 17 {
        tried += 1
        #expect(try stored("e4m3x256", [Double(x), Double(largest)])[0] == Double(16 * scale))
      }
    }
    #expect(tried > 10)
  }

  @Test("A share that its own rounding puts past the greatest number never becomes an infinity")
  func bounded() throws {
    // A share is up to 2^-24 too large, and 65504·2^-24 is 1/8000 of a unit there: unbounded, one in 8000 would overflow.
    for n in 0..<20 {
      let stored = try stored("float16x256:stochastic", [Double](repeating: 1 + Double(n) / 20, count: 20_000))
      #expect(stored.allSatisfy { $0.isFinite }, "\(n)")
    }
  }
}
