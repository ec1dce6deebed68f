import Foundation
import Testing

@testable import PropertyKit

@Suite("Normal numbers, and the functions that make them")
struct NormalTests {
  /// Where the base layer of the ziggurat ends and the tail begins.
  private let edge = 3.442619855899

  private static let numbers: [Double] = {
    var random = RandomStream(seed: 1)
    return [Double](unsafeUninitializedCapacity: 1_000_000) { buffer, count in
      count = 1_000_000
      buffer.initialize(repeating: 0)
      Normal.fill(buffer, &random)
    }
  }()

  private var numbers: [Double] { Self.numbers }

  @Test("Mean 0 and variance 1") func moments() {
    let n = Double(numbers.count)
    let mean = numbers.reduce(0, +) / n
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    let fourth = numbers.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n
    // The variances of the mean, of z² and of z⁴ are 1, 3 − 1 and 105 − 9.
    #expect(mean.magnitude <= Chance.deviations / n.squareRoot())
    #expect((variance - 1).magnitude <= Chance.deviations * (2 / n).squareRoot())
    #expect((fourth - 3).magnitude <= Chance.deviations * (96 / n).squareRoot())
  }

  @Test("The normal distribution, also past the edge of the base layer") func distribution() {
    let distance = Chance.distance(of: numbers) { 0.5 * erfc(-$0 / 2.0.squareRoot()) }
    #expect(distance <= Chance.distance(count: numbers.count))
    // The tail is 0.06 % of the numbers: on its own, from 0 to 1.
    let all = 0.5 * erfc(edge / 2.0.squareRoot())
    for sign in [1.0, -1] {
      let tail = numbers.map { sign * $0 }.filter { $0 > edge }
      let n = Double(numbers.count)
      #expect((Double(tail.count) - all * n).magnitude <= Chance.deviations * (all * (1 - all) * n).squareRoot())
      let distance = Chance.distance(of: tail) { 1 - 0.5 * erfc($0 / 2.0.squareRoot()) / all }
      #expect(distance <= Chance.distance(count: tail.count))
    }
  }

  @Test("One after the other as many at once") func stream() {
    var random = RandomStream(seed: 1)
    #expect((0..<1000).allSatisfy { Normal.draw(&random) == numbers[$0] })
  }

  @Test("Unit vectors have length 1 and no direction of their own", arguments: [1, 2, 3, 65])
  func unitVectors(_ count: Int) {
    var random = RandomStream(seed: 2)
    var sum = [Double](repeating: 0, count: count)
    for _ in 0..<1000 {
      let vector = Normal.unitVector(count, &random)
      // The squares and their sum round count + 1 times in all, halved by the root; then the root and a quotient each.
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect((length - 1).magnitude <= (Double(count + 1) / 2 + 2) * 2 * .ulpOfOne)
      for i in vector.indices { sum[i] += vector[i] }
    }
    // Every coordinate has the variance 1 / count.
    for s in sum { #expect(s.magnitude / 1000 <= Chance.deviations / (1000 * Double(count)).squareRoot()) }
  }

  @Test("The exponential") func exponential() {
    var random = RandomStream(seed: 3)
    let unit = Double.ulpOfOne / 2
    var worst = 0.0
    for k in 0..<100_000 {
      let x = k % 2 == 0 ? (random.unit() - 0.5) * 1400 : random.unit() - 0.5
      // x − k ln 2: the product and ln 2 itself each round relative to x, and the difference. 13 sums are of terms over half
      // an ulp, and Foundation's is good to an ulp.
      let bound = (2 * x.magnitude + 1 + 13 + 2) * unit
      worst = max(worst, (Normal.exponential(x) / exp(x) - 1).magnitude / bound)
    }
    #expect(worst <= 1, "\(worst) of the bound")
    #expect(Normal.exponential(0) == 1)
  }

  @Test("The logarithm") func logarithm() {
    var random = RandomStream(seed: 4)
    var worst = 0.0
    for k in 0..<100_000 {
      let near = 1 + (random.unit() - 0.5) * 0x1p-10
      let x = k % 2 == 0 ? Double(bitPattern: random.next() >> 1) : near
      guard x > 0, x.isFinite, x != 1 else { continue }
      // (m − 1)/(m + 1) rounds twice, and 10 sums are of terms over half an ulp. e · ln 2 rounds twice, and is at most twice
      // the result; the last sum rounds, and Foundation's is good to an ulp.
      let bound = Double(2 + 10 + 4 + 1 + 2) * .ulpOfOne / 2
      worst = max(worst, (Normal.logarithm(x) / log(x) - 1).magnitude / bound)
    }
    #expect(worst <= 1, "\(worst) of the bound")
    #expect(Normal.logarithm(1) == 0 && Normal.logarithm(0) == -.infinity && Normal.logarithm(-1) == -.infinity)
  }
}
