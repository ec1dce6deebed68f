import Formats
import RealModule
import Testing

@Suite("Number formats")
struct NumberFormatTests {
  @Test("Every format says its precision and size, and is found by its name")
  func facts() throws {
    let facts = Formats.all.map { ($0.name, $0.significantBits, $0.bytes) }
    let expected = [
      ("e5m2", 3, 1), ("e4m3", 4, 1), ("bfloat16", 8, 2), ("float16", 11, 2), ("tf32", 11, 4), ("float", 24, 4),
      ("double", 53, 8), ("mpfr53", 53, 24), ("mpfr113", 113, 32), ("mpfr127", 127, 32), ("mpfr255", 255, 48),
    ]
    #expect(facts.count == expected.count)
    for (a, b) in zip(facts, expected) { #expect(a == b) }
    for (name, _, _) in expected { #expect(try Formats.named(name).name == name) }
  }

  @Test("A layout of one's own has a name, and as many bytes as it fills")
  func ownLayouts() {
    typealias Own = Emulated<BinaryLayout<5, -6, 7>>
    #expect(Own.formatName == "binary5_-6_7" && Own.formatTitle == "5 bits, exponents -6 to 7" && Own.bytes == 2)
    #expect(Emulated<BinaryLayout<8, -126, 127>>.bytes == BFloat16.bytes)
    #expect(Emulated<BinaryLayout<11, -14, 15>>.bytes == EmulatedFloat16.bytes)
    #expect(Emulated<BinaryLayout<24, -126, 127>>.bytes == 4 && Emulated<BinaryLayout<3, -14, 15>>.bytes == 1)
    #expect(Double(Emulated<BinaryLayout<24, -126, 127>>(0.1)) == Double(Float(0.1)))
    #expect("\(BFloat16(1) / 3)" == "0.333984375" && Double(Float(BFloat16(1) / 3)) == 0.333984375)
  }

  @Test("Layouts that Double cannot emulate stop the program")
  func refusedLayouts() async {
    await #expect(processExitsWith: .failure) { print(Emulated<BinaryLayout<26, -126, 127>>(1)) }
    await #expect(processExitsWith: .failure) { print(Emulated<BinaryLayout<8, -531, 127>>(1)) }
    await #expect(processExitsWith: .failure) { print(Emulated<BinaryLayout<8, -126, 512>>(1)) }
    await #expect(processExitsWith: .failure) { print(Emulated<BinaryLayout<8, 1, 7>>(1)) }
    await #expect(processExitsWith: .success) { print(Emulated<BinaryLayout<8, -530, 511>>(1)) }
  }

  @Test("An unknown name is refused with those there are")
  func unknown() {
    #expect(throws: UnknownFormat(name: "float8", known: Formats.all.map(\.name))) { try Formats.named("float8") }
  }

  @Test("Generic code can be opened to a format")
  func opened() {
    func third<F: NumberFormat>(_ format: F) -> Double {
      let one = F.Scalar(nearest: 1.0)
      return (one / 3).expansion.high
    }
    let thirds = Formats.all.map { third($0) }
    #expect(thirds.prefix(3) == [0.3125, 0.34375, 0.333984375])
    #expect(thirds[3] == Double(Float16(1) / 3))
    #expect(thirds[4] == thirds[3])
    #expect(thirds[5] == Double(Float(1) / 3))
    #expect(Set(thirds.dropFirst(6)) == [1.0 / 3])
  }
}
