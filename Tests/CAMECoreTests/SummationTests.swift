import BigRealModule
import CAMECore
import PropertyKit
import RealModule
import Testing

/// The fixed shape of ``Summation/blockedTree``, written out a second time as its definition reads.
enum TreeSpecification {
  /// The sum, and the most additions that any term went through.
  static func sum<Scalar: Real>(_ x: [Scalar]) -> (value: Scalar, depth: Int) {
    let blocks = stride(from: 0, to: x.count, by: 4096).map { start in
      block(Array(x[start..<min(start + 4096, x.count)]))
    }
    return halve(blocks)
  }

  private static func block<Scalar: Real>(_ x: [Scalar]) -> (value: Scalar, depth: Int) {
    halve(
      (0..<min(64, x.count)).map { lane in
        let terms = stride(from: lane, to: x.count, by: 64).map { x[$0] }
        return (terms.dropFirst().reduce(terms[0], +), terms.count - 1)
      })
  }

  static func halve<Scalar: Real>(_ x: [(value: Scalar, depth: Int)]) -> (value: Scalar, depth: Int) {
    guard x.count > 1 else { return x.first ?? (0, 0) }
    let half = (x.count + 1) / 2
    return halve(
      (0..<half).map { i in
        guard half + i < x.count else { return x[i] }
        return (x[i].value + x[half + i].value, max(x[i].depth, x[half + i].depth) + 1)
      })
  }
}

@Suite("Sums")
struct SummationTests {
  static let counts = [0, 1, 2, 3, 63, 64, 65, 127, 128, 129, 4095, 4096, 4097, 10_000, 20_481]

  private func terms(_ count: Int) -> [Float] {
    var random = RandomStream(seed: UInt64(count))
    return (0..<count).map { _ in random.float() }
  }

  @Test("The blocked tree has exactly the shape it documents", arguments: counts)
  func shape(_ count: Int) throws {
    let x = terms(count)
    let (value, depth) = TreeSpecification.sum(x)
    #expect(Evaluation().sum(Tensor(x)) == value)
    #expect(Summation.blockedTree.depth(count) == depth)
  }

  @Test("Every order stays within γ of its depth", arguments: counts, Summation.allCases)
  func bound(_ count: Int, _ order: Summation) {
    let x = terms(count)
    let exact = x.reduce(BigReal255(0)) { $0 + BigReal255($1) }
    let magnitudes = x.reduce(0.0) { $0 + Double($1.magnitude) }
    let u = 0x1p-24
    // γ_h = hu/(1 − hu); the compensated sum has u + 2n²u² instead (Neumaier), and a last rounding.
    let h = Double(order.depth(count))
    let n = Double(count)
    let allowed = (order == .compensated ? u + 2 * n * n * u * u : h * u / (1 - h * u)) * magnitudes
    let sum = Evaluation(summation: order).sum(Tensor(x))
    #expect(Double((BigReal255(sum) - exact).magnitude) <= allowed)
  }

  @Test("A sum that loses everything in order is kept by compensation")
  func compensation() {
    let x = Tensor<Float>([1, 1e30, 1, -1e30])
    #expect(Evaluation(summation: .sequential).sum(x) == 0)
    #expect(Evaluation(summation: .compensated).sum(x) == 2)
  }

  @Test("Overflow stays infinite in every order", arguments: Summation.allCases)
  func overflow(_ order: Summation) {
    let x = Tensor<Float>([Float.greatestFiniteMagnitude, Float.greatestFiniteMagnitude, 1])
    #expect(Evaluation(summation: order).sum(x) == .infinity)
  }

  @Test("Column sums add blocks of 64 rows in order, then halve", arguments: [1, 2, 63, 64, 65, 200, 321])
  func columns(_ rows: Int) throws {
    var random = RandomStream(seed: 9)
    let x: Tensor<Float> = try random.tensor([rows, 3])
    let sums = Evaluation().columnSums(x)
    for column in 0..<3 {
      let blocks = stride(from: 0, to: rows, by: 64).map { start in
        (start..<min(start + 64, rows)).map { x[$0 * 3 + column] }
      }
      let expected = TreeSpecification.halve(
        blocks.map { ($0.dropFirst().reduce($0[0], +), 0) })
      #expect(sums[column] == expected.value)
    }
  }
}
