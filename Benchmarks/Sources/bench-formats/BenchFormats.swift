import Formats
import Timing

/// The cost of an operation of an emulated format beside the native ones, called from another package, in arrays of 1000.
@main
struct BenchFormats {
  /// Nanoseconds that a sum or a product of an emulated format may take.
  static let limit = 2.0
  static let rounds = 60

  static func main() {
    print(
      "Nanoseconds an operation in arrays of 1000, one thread, no instruction set but the least; medians of \(rounds)")
    print("interleaved rounds, the quickest round in brackets.\n")
    var rows: [[String]] = [["operation", "Float", "Float16", "BFloat16", "emulated Float16", "FP8 E4M3", "limit"]]
    let contestants: [[Task]] = [
      tasks(Float.self), tasks(Float16.self), tasks(BFloat16.self), tasks(EmulatedFloat16.self), tasks(E4M3.self),
    ]
    for operation in contestants[0].indices {
      var samples = [Samples](repeating: Samples(), count: contestants.count)
      for _ in 0..<rounds {
        for i in contestants.indices { samples[i].append(contestants[i][operation].run()) }
      }
      let name = contestants[0][operation].name
      let isJudged = ["a + b", "a · b"].contains(name)
      let isOver = samples[2...3].contains { $0.median > limit }
      rows.append(
        [name] + samples.map { "\($0.median.text(2)) (\($0.min.text(2)))" }
          + [isJudged ? (isOver ? "OVER \(limit.text(0))" : "≤ \(limit.text(0))") : ""])
    }
    print(Table(rows: rows).text)
  }
}

/// One operation on arrays of one format; a run gives nanoseconds an operation.
struct Task {
  let name: String
  let run: () -> Double
}

private let count = 1000
private let repeats = 200

/// Numbers near 1 with full significands, so that neither overflow nor zeros are what is timed.
private func numbers(_ seed: UInt32) -> [Double] {
  var seed = seed
  return (0..<count).map { _ in
    seed = seed &* 1_664_525 &+ 1_013_904_223
    return 0.5 + Double(seed) * 0x1p-32
  }
}

// Specialized for each format here, in the client: what a caller gets whose types the compiler can see.
private func tasks<Scalar: FormatScalar>(_: Scalar.Type) -> [Task] {
  let wide = lasting(numbers(3))
  let a = lasting(numbers(1).map { Scalar(nearest: $0) })
  let b = lasting(numbers(2).map { Scalar(nearest: $0) })
  let (result, doubles) = (lasting([Scalar](repeating: 0, count: count)), lasting(numbers(4)))
  let narrow = Quantizer(Scalar.self)
  let stream = CounterStream(seed: 1)
  let random = lasting((0..<count).map { stream.bits(step: 0, stream: 0, element: $0) })
  let bits = lasting([UInt64](repeating: 0, count: count))
  return [
    Task(name: "a + b") { each { result[$0] = a[$0] + b[$0] } },
    Task(name: "a · b") { each { result[$0] = a[$0] * b[$0] } },
    Task(name: "a / b") { each { result[$0] = a[$0] / b[$0] } },
    Task(name: "√a") { each { result[$0] = a[$0].squareRoot() } },
    Task(name: "a + a·b") { each { result[$0] = a[$0].addingProduct(a[$0], b[$0]) } },
    // Each difference waits for the one before, and none grows.
    Task(name: "a − (a − (a − …") {
      var last: Scalar = 0
      let time = each { last = a[$0] - last }
      result[0] = last
      return time
    },
    Task(name: "from Double") { each { result[$0] = Scalar(nearest: wide[$0]) } },
    Task(name: "Quantizer, nearest") { each { doubles[$0] = narrow.rounded(wide[$0]) } },
    Task(name: "Quantizer, truncated") { each { doubles[$0] = narrow.rounded(wide[$0], .towardZero, random: 0) } },
    Task(name: "Quantizer, stochastic") {
      each { doubles[$0] = narrow.rounded(wide[$0], .stochastic, random: random[$0]) }
    },
    Task(name: "Philox") { each { bits[$0] = stream.bits(step: 1, stream: 0, element: $0) } },
  ]
}

/// Memory that lives as long as the process, so that no loop counts references.
private func lasting<T>(_ values: [T]) -> UnsafeMutablePointer<T> {
  let memory = UnsafeMutablePointer<T>.allocate(capacity: values.count)
  memory.initialize(from: values, count: values.count)
  return memory
}

/// Nanoseconds an element of a loop that is compiled with what it does.
@inline(__always)
private func each(_ body: (Int) -> Void) -> Double {
  let start = ContinuousClock.now
  for _ in 0..<repeats {
    for i in 0..<count { body(i) }
  }
  let elapsed = (ContinuousClock.now - start).components
  return Double(elapsed.attoseconds) * 1e-9 / Double(count * repeats)
}
