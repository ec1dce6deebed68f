import BigRealModule
import Formats
import RealModule
import Testing

@Suite("Error measures")
struct ErrorMeasureTests {
  @Test("The ulp is the spacing of the format, down to its least number")
  func ulp() {
    for x in [1.0, 1.999, 2, -3, 1e-3, 65504, 6.2e-5, 6e-5, 1e-7, 5.9604644775390625e-8] {
      #expect(ErrorMeasure.ulp(at: x, in: Float16.self) == Double(Float16(x).ulp), "\(x)")
    }
    #expect(ErrorMeasure.ulp(at: 0, in: Float16.self) == 0x1p-24)
    #expect(ErrorMeasure.ulp(at: 1e-30, in: Float16.self) == 0x1p-24)
    #expect(ErrorMeasure.ulp(at: 1, in: Double.self) == .ulpOfOne)
    #expect(ErrorMeasure.ulp(at: 1, in: BigReal127.self) == 0x1p-126)
    #expect(ErrorMeasure.ulp(at: .infinity, in: Float.self).isNaN)
    // Past the largest number the exponents go on.
    #expect(ErrorMeasure.ulp(at: 100_000, in: Float16.self) == 64)
  }

  @Test("A correctly rounded number is at most half an ulp away, and some come close")
  func halfAnUlp() {
    var worst = 0.0
    for i in 1...20_000 {
      let truth = BigReal255(i).squareRoot()
      let ulps = ErrorMeasure.ulps(of: Float(truth), from: truth.expansion)
      worst = max(worst, ulps)
    }
    #expect(worst <= 0.5)
    #expect(worst > 0.499)
  }

  @Test("The measures agree with their definitions")
  func definitions() {
    let truth = Expansion(3)
    let x = Float(3).nextUp.nextUp
    #expect(ErrorMeasure.ulps(of: x, from: truth) == 2)
    #expect(ErrorMeasure.relative(of: x, from: truth) == 2 * 0x1p-22 / 3)
    #expect(ErrorMeasure.bitsOfError(of: x, from: truth) == Double.log2(3))
    #expect(ErrorMeasure.bitsOfError(of: Float(3), from: truth) == 0)
    #expect(ErrorMeasure.bitsOfAgreement(relativeError: 0x1p-10) == 10)
    #expect(ErrorMeasure.bitsOfAgreement(relativeError: 0) == .infinity)
    #expect(ErrorMeasure.bitsOfAgreement(relativeError: 5) == 0)
  }

  @Test("Zeros, infinities and NaN")
  func special() {
    #expect(ErrorMeasure.ulps(of: Float.nan, from: Expansion(.nan)) == 0)
    #expect(ErrorMeasure.ulps(of: Float.infinity, from: Expansion(.infinity)) == 0)
    #expect(ErrorMeasure.ulps(of: Float.infinity, from: Expansion(-.infinity)) == .infinity)
    #expect(ErrorMeasure.ulps(of: Float.infinity, from: Expansion(1)) == .infinity)
    #expect(ErrorMeasure.relative(of: Float(0), from: Expansion(0)) == 0)
    #expect(ErrorMeasure.relative(of: Float(1), from: Expansion(0)) == .infinity)
    #expect(ErrorMeasure.relative(of: Float(0), from: Expansion(1)) == 1)
    #expect(ErrorMeasure.ulps(of: Float16(0), from: Expansion(0x1p-25)) == 0.5)
  }
}
