import CAMECore
import CCountedAllocations
import CHandCAME
import Foundation

/// One side of the benchmark of steps: our fused step, the hand-written C and a stream through memory, as this build's
/// compiler flags make them. Answers line by line:
///
///     shapes 4096x4096,768    prepares tensors                        ok
///     came 2 10               ten steps by two threads                nanoseconds a step: wall cpu
///     came 1 cold             one step after the caches were emptied  the same
///     allocations 2 10        how often ten steps ask for memory      a number
///     bits 2                  three steps from the start              a hash of every bit of θ and state; 0 threads: of the reference
///     memory                  the most that was ever resident         bytes: beyond the program's own, of θ, g and state
///
/// Rules: `came`, `c` (of one matrix), `triad` (12 bytes moved for each number of the shapes).
@main
struct BenchContestant {
  static func main() throws {
    let own = peakResidentBytes()
    var contestant: Contestant?
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "shapes" {
        contestant = nil
        contestant = try Contestant(words[1].split(separator: ",").map { $0.split(separator: "x").map { Int($0)! } })
        say("ok")
        continue
      }
      guard let contestant else { fatalError("\(line): no shapes were given before.") }
      switch words[0] {
      case "allocations": say("\(contestant.allocations(threads: Int(words[1])!, steps: Int(words[2])!))")
      case "bits": say(try contestant.bits(threads: Int(words[1])!))
      case "memory": say("\(peakResidentBytes() - own) \(contestant.bytes)")
      default:
        let time = contestant.time(words[0], threads: Int(words[1])!, words[2])
        say("\(time.wall) \(time.cpu)")
      }
    }
  }
}

private func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

/// The tensors of a model and the rules that step them.
final class Contestant {
  private let shapes: [[Int]]
  private var parameters: [Tensor<Float>]
  private let gradients: [Tensor<Float>]
  private var states: [CAMEState<Float>]
  private var rules: [Int: FusedCAME<Float>] = [:]
  private lazy var hand = HandCAME(rows: shapes[0][0], columns: shapes[0][1])
  private lazy var triad = Triad(count: shapes.reduce(0) { $0 + $1.reduce(1, *) })
  private var spoiler: [Float] = []

  init(_ shapes: [[Int]]) throws {
    var seed: UInt32 = 1
    func numbers(_ count: Int) -> [Float] {
      (0..<count).map { _ in
        seed = seed &* 1_664_525 &+ 1_013_904_223
        return Float(Int32(bitPattern: seed)) * 0x1p-31
      }
    }
    self.shapes = shapes
    parameters = try shapes.map { try Tensor(shape: $0, values: numbers($0.reduce(1, *))) }
    gradients = try shapes.map { try Tensor(shape: $0, values: numbers($0.reduce(1, *))) }
    states = try shapes.map { try CAMEState(shape: $0) }
  }

  /// The bytes of parameters, gradients and states.
  var bytes: Int {
    let numbers =
      parameters.reduce(0) { $0 + 2 * $1.count }
      + states.reduce(0) { $0 + $1.named.values.reduce(0) { $0 + $1.count } }
    return numbers * MemoryLayout<Float>.size
  }

  private func rule(_ threads: Int) -> FusedCAME<Float> {
    if let rule = rules[threads] { return rule }
    let came = CAME<Float>(try! CAMEHyperparameters(learningRate: 2e-4, weightDecay: 0.01))
    let rule = FusedCAME(came, pool: threads == 1 ? nil : WorkerPool(threads: threads))
    rules[threads] = rule
    return rule
  }

  func step(_ name: String, threads: Int) {
    switch name {
    case "came":
      if parameters.count == 1 {
        rule(threads).step(&parameters[0], gradient: gradients[0], state: &states[0])
      } else {
        rule(threads).step(&parameters, gradients: gradients, states: &states)
      }
    case "c": hand.step(gradients[0])
    case "triad": triad.run(rule(threads).pool)
    default: fatalError("There is no rule \(name).")
    }
  }

  func time(_ name: String, threads: Int, _ count: String) -> (wall: Double, cpu: Double) {
    let steps = Int(count) ?? 1
    // As many steps apart from the count: what the rule allocates at first, what another process left in the caches, and
    // where the system puts threads that were asleep.
    for _ in 0..<steps { step(name, threads: threads) }
    if count == "cold" { emptyCaches() }
    let (wall, cpu) = (nanoseconds(CLOCK_MONOTONIC), nanoseconds(CLOCK_PROCESS_CPUTIME_ID))
    for _ in 0..<steps { step(name, threads: threads) }
    return (
      (nanoseconds(CLOCK_MONOTONIC) - wall) / Double(steps),
      (nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) / Double(steps)
    )
  }

  /// What three steps from the start lead to, as a hash (FNV-1a) of every bit.
  func bits(threads: Int) throws -> String {
    var (parameters, states) = (parameters, try shapes.map { try CAMEState<Float>(shape: $0) })
    let rule = rule(max(1, threads))
    for _ in 0..<3 {
      if threads > 0 {
        rule.step(&parameters, gradients: gradients, states: &states)
      } else {
        for i in parameters.indices {
          rule.reference.step(&parameters[i], gradient: gradients[i], state: &states[i])
        }
      }
    }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for (parameter, state) in zip(parameters, states) {
      let named = state.named
      for tensor in [parameter] + named.keys.sorted().map({ named[$0]! }) {
        for value in tensor.values { hash = (hash ^ UInt64(value.bitPattern)) &* 0x100_0000_01b3 }
      }
    }
    return String(hash, radix: 16)
  }

  /// Writes to more memory than any cache holds.
  private func emptyCaches() {
    if spoiler.isEmpty { spoiler = Array(repeating: 1, count: 32 << 20) }
    spoiler.withUnsafeMutableBufferPointer { for i in $0.indices { $0[i] += 1 } }
  }

  func allocations(threads: Int, steps: Int) -> Int {
    for _ in 0..<3 { step("came", threads: threads) }
    let before = counted_allocations()
    for _ in 0..<steps { step("came", threads: threads) }
    return before < 0 ? -1 : counted_allocations() - before
  }
}

/// The hand-written C and its memory.
private final class HandCAME {
  private let (rows, columns): (Int, Int)
  private var (parameter, momentum): ([Float], [Float])
  private var (r, c, R, C, scratch): ([Float], [Float], [Float], [Float], [Float])

  init(rows: Int, columns: Int) {
    precondition(columns % 16 == 0, "The C version takes rows of a multiple of 16, but got \(columns).")
    (self.rows, self.columns) = (rows, columns)
    func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: count) }
    (parameter, momentum) = (zeros(rows * columns), zeros(rows * columns))
    (r, c, R, C) = (zeros(rows), zeros(columns), zeros(rows), zeros(columns))
    scratch = zeros(rows + 2 * columns)
  }

  func step(_ gradient: Tensor<Float>) {
    var constants = hand_came_constants(
      learning_rate: 2e-4, beta1: 0.9, beta2: 0.999, beta3: 0.9999, epsilon1: 1e-30, epsilon2: 1e-16, clip_threshold: 1,
      weight_decay: 0.01)
    gradient.values.withUnsafeBufferPointer {
      hand_came_step(
        &parameter, $0.baseAddress!, &momentum, &r, &c, &R, &C, &scratch, rows, columns, &constants)
    }
  }
}

/// Three arrays to stream through.
private final class Triad: @unchecked Sendable {
  private let count: Int
  private let (a, b, c): (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)

  init(count: Int) {
    self.count = count
    func numbers() -> UnsafeMutablePointer<Float> {
      let x = UnsafeMutablePointer<Float>.allocate(capacity: count)
      x.initialize(repeating: 1, count: count)
      return x
    }
    (a, b, c) = (numbers(), numbers(), numbers())
  }

  deinit { for x in [a, b, c] { x.deallocate() } }

  func run(_ pool: WorkerPool?) {
    guard let pool else { return hand_triad(a, b, c, 3, count) }
    let places = 64
    pool.run(places) { _, place in
      let (start, end) = (self.count * place / places, self.count * (place + 1) / places)
      hand_triad(self.a + start, self.b + start, self.c + start, 3, end - start)
    }
  }
}

private func nanoseconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// The most memory that was resident at any time; 0 where the system doesn't say.
private func peakResidentBytes() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1024
}
