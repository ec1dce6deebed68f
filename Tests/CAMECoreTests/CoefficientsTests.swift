import BigRealModule
import CAMECore
import RealModule
import Testing

@Suite("Hyperparameters in a format")
struct CoefficientsTests {
  let h = try! CAMEHyperparameters(learningRate: 2e-4, weightDecay: 1e-2)

  @Test("1 − β3 formed in Float is off by 1.66e-4, through Double by less than an ulp, exactly by none")
  func complement() {
    let direct = CAMECoefficients<Float>(h, rounding: .inFormat)
    let double = CAMECoefficients<Float>(h, rounding: .throughDouble)
    let exact = CAMECoefficients<Float>(h, rounding: .exactComplement)
    #expect(direct.oneMinusβ3 == 1 - Float(0.9999))
    #expect(double.oneMinusβ3 == Float(1 - 0.9999))
    #expect(exact.oneMinusβ3 == Float(0.0001))
    #expect(direct.oneMinusβ3 != exact.oneMinusβ3)
    let error = Double(direct.oneMinusβ3) / 1e-4 - 1
    #expect(error > 1.65e-4 && error < 1.67e-4)
  }

  @Test("Weight decay times learning rate follows the same rounding")
  func decay() {
    #expect(CAMECoefficients<Float>(h, rounding: .inFormat).λη == Float(0.01) * Float(2e-4))
    #expect(CAMECoefficients<Float>(h, rounding: .throughDouble).λη == Float(0.01 * 2e-4))
    #expect(CAMECoefficients<Float>(h, rounding: .exactComplement).λη == Float(2e-6))
  }

  @Test(
    "In Float16, β3 becomes 1 and both ε become 0, whatever the rounding", arguments: HyperparameterRounding.allCases)
  func half(_ rounding: HyperparameterRounding) {
    let k = CAMECoefficients<Float16>(h, rounding: rounding)
    #expect(k.β3 == 1)
    #expect(k.ε1 == 0)
    #expect(k.ε2 == 0)
    #expect((k.oneMinusβ3 == 0) == (rounding == .inFormat))
  }

  @Test("In MPFR, rounding through Double keeps the Double's error")
  func multiprecision() {
    #expect(CAMECoefficients<BigReal127>(h, rounding: .throughDouble).β3 == BigReal127(0.9999))
    #expect(CAMECoefficients<BigReal127>(h, rounding: .exactComplement).β3 == BigReal127("0.9999")!)
  }

  @Test("A constant out of range is refused with its name, value and range")
  func refusals() {
    func error(_ make: () throws -> CAMEHyperparameters) -> String {
      do {
        _ = try make()
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(
      error { try CAMEHyperparameters(learningRate: -1) } == "learningRate must be zero or more, but got -1.")
    #expect(
      error { try CAMEHyperparameters(learningRate: 1, beta3: 1.5) }
        == "beta3 must be a number from 0 to 1, but got 1.5.")
    #expect(
      error { try CAMEHyperparameters(learningRate: 1, clipThreshold: 0) }
        == "clipThreshold must be more than zero, but got 0.")
    #expect(
      error { try CAMEHyperparameters(learningRate: 1, epsilon2: -1e-16) }
        == "epsilon2 must be zero or more, but got -1e-16.")
    #expect(error { try CAMEHyperparameters(learningRate: 0, beta1: 0, beta2: 1, weightDecay: 0) } == "accepted")
  }
}
