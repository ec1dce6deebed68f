import BigRealModule
import CAMECore
import RealModule
import PropertyKit
import Timing

/// What a peer is told to compute; doubles travel as hexadecimal text, and so exactly.
private struct StepJob: Encodable {
  var bits = 127
  var rows = 24
  var columns = 32
  var parameters: [String]
  var gradients: [[String]]
  // In decimal, so that each library rounds them to its own 127 bits.
  var constants = [
    "beta1": "0.9", "one_minus_beta1": "0.1", "beta2": "0.999", "one_minus_beta2": "0.001", "beta3": "0.9999",
    "one_minus_beta3": "0.0001", "epsilon1": "1e-30", "epsilon2": "1e-16", "clip_threshold": "1",
    "learning_rate": "0.002",
  ]
}

/// Whole CAME steps in BigReal127, by CAMECore, against the same steps in gmpy2 and mpmath, round by round in turn.
func benchmarkStep(steps: Int = 4, rounds: Int = 30) throws {
  var random = RandomStream(seed: 2)
  let (rows, columns) = (24, 32)
  func doubles() -> [Double] { (0..<rows * columns).map { _ in random.unit() - 0.5 } }
  let start = doubles()
  let slopes = (0..<steps).map { _ in doubles() }

  typealias T = BigReal127
  let came = CAME<T>(
    try CAMEHyperparameters(learningRate: 0.002), rounding: .exactComplement, form: .means,
    evaluation: Evaluation(summation: .sequential))  // numpy adds objects in order, so the bits can be equal
  let shape = [rows, columns]
  let parameters = try Tensor(shape: shape, values: start.map { T($0) })
  let gradients = try slopes.map { try Tensor(shape: shape, values: $0.map { T($0) }) }
  let empty = try came.initialState(shape: shape)
  var θ = parameters
  func run() {
    θ = parameters
    var state = empty
    for g in gradients { came.step(&θ, gradient: g, state: &state) }
  }

  let job = StepJob(
    rows: rows, columns: columns, parameters: start.map(hexadecimal), gradients: slopes.map { $0.map(hexadecimal) })
  // With the variable mpmath computes with Python's own integers, else with gmpy2's.
  let goals = [("gmpy2", [:], 4.0), ("mpmath", [:], 40.0), ("mpmath", ["MPMATH_NOGMPY": "1"], 40.0)]
  let peers = try goals.compactMap { library, variables, goal in
    try Peer(library, variables: variables, job: job).map { (peer: $0, goal: goal) }
  }
  print("Nanoseconds a parameter and step: \(steps) CAME steps of a \(rows)×\(columns) matrix at 127 bits.\n")
  if peers.isEmpty { print("(No peers: Benchmarks/peers/setup installs gmpy2 and mpmath.)\n") }

  let scale = 1 / Double(steps * rows * columns)
  var ours = Samples()
  var theirs = [Samples](repeating: Samples(), count: peers.count)
  for _ in 0..<rounds {
    ours.append(scale * nanoseconds(run))
    for (i, peer) in peers.enumerated() { theirs[i].append(scale * (try peer.peer.run())) }
  }

  var table = [["", "min", "median", "spread", "BigReal127 is faster by", "goal", "equal bits"]]
  table.append(["CAMECore in BigReal127", ours.min.text(0), ours.median.text(0), ours.spread.text(0), "", "", ""])
  for (samples, peer) in zip(theirs, peers) {
    let ratio = samples.ratio(to: ours)
    let bits = try equalBits(θ.values, peer.peer.values())
    table.append([
      peer.peer.name, samples.min.text(0), samples.median.text(0), samples.spread.text(0), ratio.text(1),
      "\(ratio >= peer.goal ? "≥" : "UNDER") \(peer.goal.text(0))", "\(bits)\(bits >= 110 ? "" : " DIFFERS")",
    ])
  }
  print(Table(rows: table).text)
  if !peers.isEmpty { print("\nEqual bits: the fewest, over the parameters, in which they agree; 127 is all.") }
}

private func hexadecimal(_ x: Double) -> String { BigReal53(x).hexDescription }

/// In how many leading bits the numbers agree, at the worst of them.
private func equalBits(_ a: [BigReal127], _ texts: [Substring]) -> Int {
  guard a.count == texts.count else { return 0 }
  return zip(a, texts).map { a, text in
    guard let b = BigReal127(String(text)) else { return 0 }
    return a == b ? 127 : min(127, max(0, a.exponent - (a - b).exponent))
  }.min() ?? 0
}
