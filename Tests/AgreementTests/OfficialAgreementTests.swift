import CAMECore
import Drift
import Testing
import Traces

/// The Float reference against recorded runs of the official PyTorch code, parameters and states.
///
/// From every recorded step to the next, both start from the same recorded numbers. Each may be off from the exact result
/// by the running error bound of ``Envelope``, so they may differ by twice that. The bound holds for every order of
/// summation, which is what lets it cover PyTorch's CPU norm.
@Suite("Agreement with the official code")
struct OfficialAgreementTests {
  @Test("Parameters and states stay within twice the running error bound", arguments: SampleRun.allCases)
  func withinBound(_ sample: SampleRun) throws {
    let run = try RecordedRun(contentsOf: sample.url)
    let comparison = try Comparison(run, hyperparameters: try CAMEHyperparameters(run.hyperparameters))
    print("\(sample.name): Float reference against came-pytorch, difference over allowed")
    print(comparison.table)
    #expect(comparison.violations.isEmpty, "\(comparison.violations.prefix(5))")
    #expect(comparison.compared > 1000)
    // A NaN of the official code must be a NaN here, and the other way round.
    #expect(comparison.differentNaNs == 0)
  }

  @Test("The bound notices a wrong constant", arguments: ["beta1", "beta2", "beta3", "clip", "decay", "lr"])
  func noticesWrongConstants(_ name: String) throws {
    let run = try RecordedRun(contentsOf: SampleRun.kjvWide.url)
    let right = try CAMEHyperparameters(run.hyperparameters)
    var wrong = right
    switch name {
    case "beta1": wrong.beta1 = 0.9001
    case "beta2": wrong.beta2 = 0.9989
    case "beta3": wrong.beta3 = 0.99989
    case "clip": wrong.clipThreshold = 1.01
    case "decay": wrong.weightDecay = 0
    default: wrong.learningRate = 0.000401
    }
    let comparison = try Comparison(run, hyperparameters: right, ours: wrong)
    #expect(!comparison.violations.isEmpty)
  }

  @Test("Nothing is seen of a NaN until step 3 of `shapes`, and all of p8_64x64 is NaN then")
  func knownNaN() throws {
    let run = try RecordedRun(contentsOf: SampleRun.shapes.url)
    let came = CAME<Float>(try CAMEHyperparameters(run.hyperparameters))
    var θ: Tensor<Float> = try run.initial("p8_64x64")
    var state = try came.initialState(shape: θ.shape)
    for step in 1...3 {
      came.step(&θ, gradient: try run.gradient(step: step, "p8_64x64"), state: &state)
      #expect(θ.values.count(where: \.isNaN) == (step < 3 ? 0 : θ.count))
    }
  }
}
