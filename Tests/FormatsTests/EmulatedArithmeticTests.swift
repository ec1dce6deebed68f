import BigRealModule
import Formats
import Foundation
import RealModule
import Testing

/// Whether to take the minutes that everything takes.
private let isThorough = ProcessInfo.processInfo.environment["CAME_LAB_THOROUGH"] != nil
/// Random pairs an operation and format.
private let count = isThorough ? 10_000_000 : 200_000
/// Random fused products, which take the exact result's arithmetic longer.
private let fusedCount = isThorough ? count : count / 4

@Suite("Emulated arithmetic")
struct EmulatedArithmeticTests {
  /// How often the emulation and the exact result differ over `count` draws of each operation.
  private func mismatches<Layout, let bits: Int>(
    _ exactly: Exactly<Layout, bits>, count: Int, fused: Int
  ) -> [String: Int] {
    typealias Number = Emulated<Layout>
    var draws = Draws(state: UInt64(bits))
    var found = ["+": 0, "-": 0, "*": 0, "/": 0, "root": 0, "fma": 0]
    func note(_ name: String, _ x: Number, _ truth: Double, _ operands: Double...) {
      if isSame(Double(x), truth) { return }
      found[name]! += 1
      if found[name]! <= 3 { Issue.record("\(Layout.formatTitle) \(name) \(operands): \(x), not \(truth)") }
    }
    for i in 0..<count {
      let a = draws.number(exactly)
      let b = i % 2 == 0 ? draws.number(exactly) : draws.number(near: a, exactly)
      let (x, y) = (Number(a), Number(b))
      note("+", x + y, exactly.result(0, a, b), a, b)
      note("-", x - y, exactly.result(1, a, b), a, b)
      note("*", x * y, exactly.result(2, a, b), a, b)
      note("/", x / y, exactly.result(3, a, b), a, b)
    }
    for i in 0..<fused {
      let (a, b) = (draws.number(exactly), draws.number(exactly))
      let c = i % 2 == 0 ? draws.number(exactly) : draws.number(near: a * b, exactly)
      if i % 10 == 0 && exactly.last >= 1 << 16 { note("root", Number(a).squareRoot(), exactly.root(a), a) }
      note("fma", Number(c).addingProduct(Number(a), Number(b)), exactly.fused(a, b, c), a, b, c)
    }
    for n in 0...exactly.last where n < 1 << 16 {
      let a = exactly.number(n)
      note("root", Number(a).squareRoot(), exactly.root(a), a)
      note("root", (-Number(a)).squareRoot(), exactly.root(-a), -a)
    }
    return found
  }

  @Test("16 and 19 bits: random sums, differences, products, quotients, all roots, fused products are rounded once")
  func wide() {
    for found in [
      mismatches(Exactly<BFloat16Layout, 8>(BFloat16.self), count: count, fused: fusedCount),
      mismatches(Exactly<Float16Layout, 11>(EmulatedFloat16.self), count: count, fused: fusedCount),
      mismatches(Exactly<TF32Layout, 11>(TF32.self), count: count, fused: fusedCount),
    ] {
      #expect(found.values.allSatisfy { $0 == 0 }, "\(found)")
    }
  }

  @Test("The widest layouts that Double carries, with exponents of their own")
  func extreme() {
    typealias Widest = BinaryLayout<25, -126, 127>
    typealias Short = BinaryLayout<20, -2, 3>
    typealias Least = BinaryLayout<2, -1, 1>
    for found in [
      mismatches(Exactly<Widest, 25>(Emulated<Widest>.self), count: 50_000, fused: 50_000),
      mismatches(Exactly<Short, 20>(Emulated<Short>.self), count: 50_000, fused: 50_000),
      mismatches(Exactly<Least, 2>(Emulated<Least>.self), count: 5000, fused: 5000),
    ] {
      #expect(found.values.allSatisfy { $0 == 0 }, "\(found)")
    }
  }

  private func allPairs<Layout, let bits: Int>(_ exactly: Exactly<Layout, bits>) -> Int {
    var numbers = (0...exactly.last).map(exactly.number)
    if Layout.hasInfinity { numbers.append(.infinity) }
    numbers += numbers.map { -$0 } + [.nan]
    var found = 0
    for a in numbers {
      let x = Emulated<Layout>(a)
      if !isSame(Double(x), a) || !isSame(Double(x.squareRoot()), exactly.root(a)) { found += 1 }
      for b in numbers {
        let y = Emulated<Layout>(b)
        for (i, z) in [x + y, x - y, x * y, x / y].enumerated() where !isSame(Double(z), exactly.result(i, a, b)) {
          found += 1
          if found <= 3 { Issue.record("\(Layout.formatTitle) operation \(i) of \(a), \(b): \(z)") }
        }
      }
    }
    return found
  }

  @Test("8 bits: every pair under every operation, every root, many fused products")
  func exhaustive() {
    let (e5m2, e4m3) = (Exactly<E5M2Layout, 3>(E5M2.self), Exactly<E4M3Layout, 4>(E4M3.self))
    #expect(e5m2.last == 0x7b && e5m2.number(0x7b) == 57344)
    #expect(e4m3.last == 0x7e && e4m3.number(0x7e) == 448)
    #expect(allPairs(e5m2) == 0)
    #expect(allPairs(e4m3) == 0)
    #expect(mismatches(e5m2, count: 0, fused: count)["fma"] == 0)
    #expect(mismatches(e4m3, count: 0, fused: count)["fma"] == 0)
  }

  /// Sums of every pair that differ from the truth.
  private func sums<Layout, let bits: Int>(_ exactly: Exactly<Layout, bits>) -> Int {
    typealias Number = Emulated<Layout>
    let numbers = (0...exactly.last).map(exactly.number) + [.infinity, .nan]
    var found = 0
    for i in numbers.indices {
      for j in i..<numbers.count {
        for (a, b) in [(numbers[i], numbers[j]), (numbers[i], -numbers[j])] {
          // One truth serves four sums: a sum has no order, and the sum of the negatives is the negative one, unless
          // it is 0, whose sign Double knows.
          let (truth, x, y) = (exactly.result(0, a, b), Number(a), Number(b))
          let negative = truth == 0 ? -a - b : -truth
          if !isSame(Double(x + y), truth) { found += 1 }
          if !isSame(Double(y + x), truth) { found += 1 }
          if !isSame(Double(-x + -y), negative) { found += 1 }
          if !isSame(Double(-y + -x), negative) { found += 1 }
        }
      }
    }
    return found
  }

  @Test(
    "16 bits: every sum of two numbers",
    .enabled(if: isThorough, "takes many minutes: set CAME_LAB_THOROUGH"), arguments: ["bfloat16", "float16"])
  func everySum(format: String) {
    let found =
      format == "bfloat16"
      ? sums(Exactly<BFloat16Layout, 8>(BFloat16.self)) : sums(Exactly<Float16Layout, 11>(EmulatedFloat16.self))
    #expect(found == 0)
  }

  #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    @Test("Emulated Float16 is Float16, bit for bit")
    func native() {
      typealias Number = EmulatedFloat16
      var draws = Draws(state: 16)
      for _ in 0..<count {
        let draw = draws.next()
        let a = Float16(bitPattern: UInt16(truncatingIfNeeded: draw))
        let b = Float16(bitPattern: UInt16(truncatingIfNeeded: draw >> 16))
        let c = Float16(bitPattern: UInt16(truncatingIfNeeded: draw >> 32))
        let (x, y, z) = (Number(Double(a)), Number(Double(b)), Number(Double(c)))
        for (native, emulated) in [
          (a + b, x + y), (a - b, x - y), (a * b, x * y), (a / b, x / y), (a.squareRoot(), x.squareRoot()),
          (a.remainder(dividingBy: b), x.remainder(dividingBy: y)),
          (a.truncatingRemainder(dividingBy: b), x.truncatingRemainder(dividingBy: y)),
          (.minimum(a, b), .minimum(x, y)), (.maximum(a, c), .maximum(x, z)),
        ] where !isSame(Double(native), Double(emulated)) {
          Issue.record("\(a), \(b): \(emulated), not \(native)")
          return
        }
      }
    }
  #endif
}
