import Foundation
import Timing

/// The processes that take part.
struct Sides {
  private let workers: [Entry.Side: Worker]
  private let native: URL
  /// Who is missing, and how to get it.
  let notes: [String]

  init(portable: String, native: String) throws {
    self.native = URL(filePath: native)
    var workers = [
      Entry.Side.portable: try Worker(URL(filePath: portable)), .native: try Worker(URL(filePath: native)),
    ]
    if let (python, scripts) = Worker.python(environment: ".venv-torch") {
      let script = scripts.appending(path: "torch_steps.py").path
      let torch = try Worker(python, [script])
      notes = ["Against \(try torch.line())."]
      workers[.torch] = torch
      let kept = ["GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=4294967296"]
      workers[.torchKept] = try Worker(python, [script], variables: kept)
      _ = try workers[.torchKept]?.line()
    } else {
      notes = [
        "PyTorch is missing, and with it the official CAME and AdamW: `Benchmarks/peers/setup-torch` installs it."
      ]
    }
    self.workers = workers
  }

  /// Samples of every entry in turn, round by round, each round beginning with another one.
  func run(_ scene: Scene, rounds: Int) throws -> Result {
    let entries = scene.entries.filter { workers[$0.side] != nil }
    for (_, worker) in workers { _ = try worker.answer(to: "shapes \(scene.shapes)") }
    var result = Result(scene: scene)
    for round in 0..<rounds {
      for i in entries.indices {
        let entry = entries[(i + round) % entries.count]
        // What spins after its last loop has gone to sleep by then.
        Thread.sleep(forTimeInterval: 0.005)
        let answer = try workers[entry.side]!.answer(to: "\(entry.rule) \(entry.threads) \(scene.count)")
        let times = answer.split(separator: " ").compactMap { Double($0) }
        result.samples[entry, default: Pair()].add(wall: times[0], cpu: times[1])
      }
      FileHandle.standardOutput.write(Data(".".utf8))
    }
    // Nothing is held while the next scene is prepared.
    for (_, worker) in workers { _ = try worker.answer(to: "shapes 1x16") }
    return result
  }

  /// Nanoseconds a parameter for sizes from 2^22, which no cache here holds, to 2^26, interleaved.
  func sizes(rounds: Int) throws -> [(exponent: Int, samples: Samples)] {
    let exponents = Array(22...26)
    var samples = exponents.map { ($0, Samples()) }
    for _ in 0..<max(3, rounds / 3) {
      for (i, exponent) in exponents.enumerated() {
        let (rows, columns) = (1 << (exponent / 2), 1 << (exponent - exponent / 2))
        _ = try workers[.native]!.answer(to: "shapes \(rows)x\(columns)")
        for _ in 0..<3 {
          let answer = try workers[.native]!.answer(to: "came 1 cold")
          samples[i].1.append(Double(answer.split(separator: " ")[0])! / Double(1 << exponent))
        }
      }
    }
    return samples.map { (exponent: $0.0, samples: $0.1) }
  }

  /// How often ten steps of the model ask for memory, with one and two threads.
  func allocations() throws -> [Int] {
    _ = try workers[.native]!.answer(to: "shapes \(Scene.bert)")
    return try [1, 2].map { Int(try workers[.native]!.answer(to: "allocations \($0) 10"))! }
  }

  /// The most memory of a process that makes steps of 2^26 parameters, over what parameters, gradient and state take.
  func memory() throws -> (peak: Double, needed: Double) {
    // A process of its own, which has held nothing else.
    let worker = try Worker(native)
    _ = try worker.answer(to: "shapes 8192x8192")
    _ = try worker.answer(to: "came 2 3")
    let answer = try worker.answer(to: "memory").split(separator: " ").compactMap { Double($0) }
    return (answer[0], answer[1])
  }
}

/// Wall and processor time of one entry, in nanoseconds a step.
struct Pair {
  private(set) var (wall, cpu) = (Samples(), Samples())

  mutating func add(wall: Double, cpu: Double) {
    self.wall.append(wall)
    self.cpu.append(cpu)
  }
}

struct Result {
  let scene: Scene
  var samples: [Entry: Pair] = [:]

  /// The median over the rounds of how many times longer `a` took than `b`; nil if one didn't take part.
  func ratio(_ a: Entry, to b: Entry, cpu: Bool = false) -> Double? {
    guard let a = samples[a], let b = samples[b] else { return nil }
    return cpu ? a.cpu.ratio(to: b.cpu) : a.wall.ratio(to: b.wall)
  }
}
