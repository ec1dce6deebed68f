import BigRealModule
import CAMECore
import Formats
import ProofTesting
import RealModule
import Testing

/// What the theorems say of single numbers, seen in the formats themselves.
@Suite("Facts that are proved, in the formats")
struct FactsTests {
  @Test(
    "β3 = 0.9999 is one in half precision",
    .proved("Defaults.beta3_bfloat16", "8a27b9dc"), .proved("Defaults.beta3_binary16", "74e2efe4"))
  func beta3() {
    #expect(BFloat16(0.9999) == 1)
    #expect(Float16(0.9999) == 1)
    #expect(Float(0.9999) < 1)
  }

  @Test(
    "The default ε are zero in Float16 and nowhere else",
    .proved("Range.eps1_binary16", "5a76a968"), .proved("Range.eps2_binary16", "367b97b0"),
    .proved("Range.eps1_bfloat16", "b2cb34ae"), .proved("Range.eps2_bfloat16", "b8c4ae69"),
    .proved("Range.eps1_binary32", "a54aa0cf"))
  func epsilons() {
    #expect(Float16(1e-30) == 0 && Float16(1e-16) == 0)
    #expect(BFloat16(1e-30) > 0 && BFloat16(1e-16) > 0)
    #expect(Float(1e-30) > 0)
  }

  @Test(
    "Squares are infinite from 2⁸, 2⁶⁴, 2⁵¹² on, and finite up to half of that",
    .proved("Range.square_range_binary16", "3c0fab10"), .proved("Range.square_range_bfloat16", "c65b46e8"),
    .proved("Range.square_range_binary32", "acb1d07e"), .proved("Range.square_range_binary64", "464f372e"))
  func squares() {
    func check<Scalar: Real>(_ exponent: Scalar.Exponent, _: Scalar.Type) {
      let large = Scalar(sign: .plus, exponent: exponent, significand: 1)
      #expect((large * large).isInfinite)
      #expect((large / 2 * (large / 2) + 1).isFinite)
    }
    check(8, Float16.self)
    check(64, BFloat16.self)
    check(64, Float.self)
    check(512, Double.self)
  }

  @Test("A number rounds to zero up to half of the least one", .proved("Range.rnd_zero_iff", "94a0cc62"))
  func underflow() {
    let half = Double(Float.leastNonzeroMagnitude) / 2
    #expect(Float(half) == 0 && Float(half.nextUp) == .leastNonzeroMagnitude)
    let halfOf16 = Float(Float16.leastNonzeroMagnitude) / 2
    #expect(Float16(halfOf16) == 0 && Float16(halfOf16.nextUp) == .leastNonzeroMagnitude)
  }

  @Test(
    "A row of zeros is lost beside a mean above 1.5e12: its quotient is zero, and 0 / √0 is NaN",
    .proved("Range.zero_row_binary32", "b4aa92a5"))
  func zeroRow() throws {
    let factor: Float = 1e-33
    #expect(factor / 1.5e12 == 0 && factor / 1.4e12 > 0)
    // r of the row of zeros is 1e-33 and the mean of r is half of (1 − β2) g² of the other row.
    for (g, isLost) in [(Float(6e7), true), (5e7, false)] {
      let came = CAME<Float>(try CAMEHyperparameters(learningRate: 0.001))
      var (θ, state) = (try Tensor<Float>(repeating: 0, shape: [2, 2]), try came.initialState(shape: [2, 2]))
      came.step(&θ, gradient: try Tensor(shape: [2, 2], values: [g, g, 0, 0]), state: &state)
      #expect(θ.values[2].isNaN == isLost)
    }
  }

  @Test(
    "In BFloat16 an instability ignores whatever is less than ten times as large",
    .proved("Defaults.residual_stagnates_bfloat16", "f9b42696"))
  func stagnation() {
    for bits in stride(from: 0x3F80, through: 0x3FFF, by: 1) {
      let s = BFloat16(Double(Float(bitPattern: UInt32(bits) << 16)))
      for share in [0, 0.5, 3, 9.99] {
        let (exact, x) = (Double(Float(s)), share * Double(Float(s)))
        #expect(BFloat16(0.9999 * exact + (1 - 0.9999) * x) == s)
      }
    }
  }

  @Test(
    "A rounded average forgets where β (1 + u)² < 1, and stays near the exact one",
    .proved("Defaults.contraction_binary32", "da3fcab7"), .proved("Defaults.no_contraction_bfloat16", "0af1289a"),
    .proved("FloatSums.fema_bounded", "d33ad344"), .proved("FloatSums.fema_error", "1851d73a"))
  func average() {
    let (β, w, u) = (Float(0.9999), Float(1 - 0.9999), 0x1p-24)
    let w2 = (1 + u) * (1 + u)
    #expect(0.9999 * w2 < 1 && 0.999 * (1 + 0x1p-8) * (1 + 0x1p-8) > 1)
    let (b, c) = (Double(β), Double(w))
    let ceiling = c * w2 / (1 - b * w2)
    let error = (w2 - 1) * (c / (1 - b)) / (1 - b * w2)
    var (float, exact, worst) = (Float(0), BigReal127(0), 0.0)
    for t in 0..<40_000 {
      let x = Float(t * 7919 % 1009 + 1) / 1009
      float = β * float + w * x
      exact = BigReal127(b) * exact + BigReal127(c) * BigReal127(Double(x))
      worst = max(worst, Double((BigReal127(Double(float)) - exact).magnitude))
      #expect(float >= 0 && Double(float) <= ceiling)
    }
    #expect(worst <= error && worst > 0)
  }

  @Test("Without the clip an update has no bound: diag(1, x)", .proved("ClosedForm.raw_update_unbounded", "96c937ec"))
  func unbounded() {
    for x in [1e-2, 1e-6, 1e-12] {
      // v of the element x is x² x² / (1 + x²) where ε1 is zero.
      let v = x * x * (x * x) / (1 + x * x)
      #expect(x / v.squareRoot() > 0.99 / x)
    }
  }

  @Test("Decay keeps parameters in a box of η · update / λη", .proved("ClosedForm.decay_box", "4f807750"))
  func box() throws {
    let h = try CAMEHyperparameters(learningRate: 0.5, weightDecay: 0.5)
    let came = CAME<Double>(h)
    var (θ, state) = (try Tensor<Double>(repeating: 0, shape: [3]), try came.initialState(shape: [3]))
    for t in 0..<200 {
      came.step(&θ, gradient: try Tensor(shape: [3], values: [1, t % 2 == 0 ? 1 : -1, -3]), state: &state)
      // The momentum of a vector is its update; d √3 bounds each of its elements.
      #expect(θ.values.allSatisfy { abs($0) <= 3.0.squareRoot() / 0.5 * (1 + 0x1p-40) })
    }
  }

  @Test("The norm over √count is the root of the mean", .proved("Clip.rms_forms_agree", "809eb910"))
  func rootMeanSquare() {
    let values = (1...21).map { BigReal127($0) / 7 }
    let sum = values.reduce(BigReal127(0)) { $0 + $1 * $1 }
    let (a, b) = (sum.squareRoot() / BigReal127(21).squareRoot(), (sum / 21).squareRoot())
    // Four roundings.
    #expect(((a - b) / b).magnitude <= BigReal127(4) * BigReal127(sign: .plus, exponent: -127, significand: 1))
  }

  @Test("An estimate of the estimate is the same", .proved("Factor.factored_idempotent", "84aa9cf8"))
  func idempotent() {
    func estimate(_ v: [[Double]]) -> [[Double]] {
      let rows = v.map { $0.reduce(0, +) }
      let columns = v[0].indices.map { j in v.reduce(0) { $0 + $1[j] } }
      let total = rows.reduce(0, +)
      return rows.map { r in columns.map { r * $0 / total } }
    }
    let once = estimate([[1, 2, 3], [4, 5, 60]])
    for (a, b) in zip(once.joined(), estimate(once).joined()) { #expect(abs(a - b) <= 16 * b.ulp) }
  }
}
