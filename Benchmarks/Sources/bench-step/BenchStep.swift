import CAMECore
import Timing

/// The cost of the reference step in Float, called from another package, which is what shows that it is specialized.
@main
struct BenchStep {
  /// Nanoseconds a parameter at 1024 × 1024 that the reference must not exceed.
  static let limit = 5.0

  static func main() throws {
    print("Nanoseconds a parameter of one step of the reference CAME<Float>, one thread.\n")
    var table = [["shape", "min", "median", "spread", "limit"]]
    for shape in [[64, 64], [256, 256], [1024, 1024], [2048, 2048], [1 << 20]] {
      let samples = try steps(shape, rounds: 40)
      let isJudged = shape == [1024, 1024]
      let verdict = isJudged ? (samples.median <= limit ? "≤ \(limit.text(0))" : "OVER \(limit.text(0))") : ""
      table.append([
        shape.map(String.init).joined(separator: " × "), samples.min.text(2), samples.median.text(2),
        samples.spread.text(2), verdict,
      ])
    }
    print(Table(rows: table).text)
    print("\nSpread: between the quartiles of 40 rounds.")
  }

  private static func steps(_ shape: [Int], rounds: Int) throws -> Samples {
    let came = CAME<Float>(try CAMEHyperparameters(learningRate: 2e-4, weightDecay: 0.01))
    let count = shape.reduce(1, *)
    var seed: UInt32 = 1
    func numbers() -> [Float] {
      (0..<count).map { _ in
        seed = seed &* 1_664_525 &+ 1_013_904_223
        return Float(Int32(bitPattern: seed)) * 0x1p-31
      }
    }
    var parameter = try Tensor(shape: shape, values: numbers())
    let gradient = try Tensor(shape: shape, values: numbers())
    var state = try came.initialState(shape: shape)
    var samples = Samples()
    // Small tensors take several steps a round, so that the clock is not what is measured.
    let repeats = max(1, 100_000 / count)
    for _ in 0..<rounds {
      let time = nanoseconds {
        for _ in 0..<repeats { came.step(&parameter, gradient: gradient, state: &state) }
      }
      samples.append(time / Double(count * repeats))
    }
    precondition(parameter[0].isFinite)
    return samples
  }
}
