import BigRealModule
import CRawMPFR
import RealModule
import PropertyKit
import Timing

/// One operation over arrays, in BigReal and in the raw C loop.
///
/// The loops are what a user writes, in a module other than BigRealModule, each in a function of its own.
struct Operation<let limbs: Int, let bits: Int> {
  typealias T = BigReal<limbs, bits>

  let name: String
  let raw: raw_operation
  let run: (_ c: inout [T], _ a: [T], _ b: [T]) -> Void

  /// The most that the ratio may be.
  static var limit: Double { 1.35 }

  static var all: [Operation] {
    [
      Operation(name: "add", raw: RAW_ADD, run: add),
      Operation(name: "sub", raw: RAW_SUB, run: subtract),
      Operation(name: "mul", raw: RAW_MUL, run: multiply),
      Operation(name: "div", raw: RAW_DIV, run: divide),
      Operation(name: "sqrt", raw: RAW_SQRT, run: root),
      Operation(name: "fma", raw: RAW_FMA, run: multiplyAdd),
      Operation(name: "exp", raw: RAW_EXP, run: exponential),
      Operation(name: "log", raw: RAW_LOG, run: logarithm),
    ]
  }

  @inline(never) static func add(_ c: inout [T], _ a: [T], _ b: [T]) {
    for i in c.indices { c[i] = a[i] + b[i] }
  }
  @inline(never) static func subtract(_ c: inout [T], _ a: [T], _ b: [T]) {
    for i in c.indices { c[i] = a[i] - b[i] }
  }
  @inline(never) static func multiply(_ c: inout [T], _ a: [T], _ b: [T]) {
    for i in c.indices { c[i] = a[i] * b[i] }
  }
  @inline(never) static func divide(_ c: inout [T], _ a: [T], _ b: [T]) {
    for i in c.indices { c[i] = a[i] / b[i] }
  }
  @inline(never) static func root(_ c: inout [T], _ a: [T], _ b: [T]) {
    for i in c.indices { c[i] = a[i].squareRoot() }
  }
  @inline(never) static func multiplyAdd(_ c: inout [T], _ a: [T], _ b: [T]) {
    for i in c.indices { c[i] = a[i].addingProduct(a[i], b[i]) }
  }
  @inline(never) static func exponential(_ c: inout [T], _ a: [T], _ b: [T]) {
    for i in c.indices { c[i] = T.exp(a[i]) }
  }
  @inline(never) static func logarithm(_ c: inout [T], _ a: [T], _ b: [T]) {
    for i in c.indices { c[i] = T.log(a[i]) }
  }
}

/// The rows of the table for one precision: each operation in BigReal and in the raw loop, round by round in turn.
func operationRows<let limbs: Int, let bits: Int>(_: BigReal<limbs, bits>.Type, rounds: Int) -> [[String]] {
  typealias T = BigReal<limbs, bits>
  let count = 1000
  var random = RandomStream(seed: 1)
  let (x, y) = ((0..<count).map { _ in random.unit() + 0.01 }, (0..<count).map { _ in random.unit() + 0.01 })
  let (a, b) = (x.map { T($0).squareRoot() }, y.map { T($0).squareRoot() })
  var c = [T](repeating: 0, count: count)
  let raw = raw_create(count, bits, x, y)
  defer { raw_destroy(raw) }

  return Operation<limbs, bits>.all.map { operation in
    // As many passes as make a round of about half a millisecond, above the resolution of the clock.
    let once = nanoseconds { raw_run(raw, operation.raw) }
    let passes = max(1, Int(5e5 / once))
    let scale = 1 / Double(passes * count)
    var (ours, theirs) = (Samples(), Samples())
    for _ in 0..<rounds {
      theirs.append(scale * nanoseconds { for _ in 0..<passes { raw_run(raw, operation.raw) } })
      ours.append(scale * nanoseconds { for _ in 0..<passes { operation.run(&c, a, b) } })
    }
    let agree = c.indices.allSatisfy { c[$0] == rawResult(raw, $0) }
    let ratio = ours.ratio(to: theirs)
    let limit = Operation<limbs, bits>.limit
    let verdict = "\(ratio <= limit ? "≤" : "OVER") \(limit.text(2))"
    return [
      "\(bits) \(operation.name)", theirs.min.text(1), theirs.median.text(1), theirs.spread.text(1), ours.min.text(1),
      ours.median.text(1), ours.spread.text(1), ratio.text(2),
      agree ? verdict : "DIFFERS",
    ]
  }
}

private func rawResult<let limbs: Int, let bits: Int>(_ raw: OpaquePointer?, _ i: Int) -> BigReal<limbs, bits>? {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: bits / 4 + 32) { text in
    raw_result(raw, i, text.baseAddress, text.count)
    return BigReal(String(cString: text.baseAddress!))
  }
}
