import BigRealModule
import CAMECore
import PropertyKit
import RealModule
import Testing

/// Equality with the reference in every bit: the one property of the fused step, on everything that chooses another loop.
@Suite("The fused step is the reference, bit for bit")
struct FusedCAMETests {
  /// Shapes below and above what one thread keeps to itself, each with its own kind of border: one tile and many, rows that
  /// are no multiple of four, columns that are none of 16 or 64, more than 4096 columns, more than one chunk of factors.
  static let fusedShapes =
    shapes + [
      [4, 16], [7, 15], [3, 80], [68, 130], [2, 66, 79], [2, 3, 4, 68],
      [40_000], [9, 5000], [5000, 9], [40_000, 1], [1, 40_000], [3, 130, 100], [200, 200], [33, 1, 4100],
    ]

  /// The defaults, ones at which every term counts, and no decay.
  static let settings = [
    CAMETests.settings[0], CAMETests.settings[1],
    try! CAMEHyperparameters(learningRate: 0.01, beta2: 0.99, beta3: 0.9, epsilon1: 1e-3, epsilon2: 1e-3),
  ]

  @Test("in Float", arguments: fusedShapes, CAMEForm.allCases)
  func float(_ shape: [Int], form: CAMEForm) throws { try agrees(Float.self, shape, form) }

  @Test("in Double", arguments: fusedShapes, CAMEForm.allCases)
  func double(_ shape: [Int], form: CAMEForm) throws { try agrees(Double.self, shape, form) }

  @Test("in 127 bits of MPFR", arguments: fusedShapes, CAMEForm.allCases)
  func bigReal(_ shape: [Int], form: CAMEForm) throws { try agrees(BigReal127.self, shape, form, steps: 1) }

  #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    @Test("in Float16", arguments: fusedShapes, CAMEForm.allCases)
    func float16(_ shape: [Int], form: CAMEForm) throws { try agrees(Float16.self, shape, form) }
  #endif

  #if arch(x86_64) && !os(Windows)
    @Test("in Float80", arguments: fusedShapes)
    func float80(_ shape: [Int]) throws { try agrees(Float80.self, shape, .means) }
  #endif

  @Test("with what a gradient must not have: NaN, infinities, zeros, the smallest and the largest numbers")
  func specials() throws {
    let specials: [Float] = [
      .nan, .infinity, -.infinity, 0, -0, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude,
      1e-30,
    ]
    for shape in [[5, 70], [150], [260, 130]] {
      for (index, special) in specials.enumerated() {
        try agrees(
          Float.self, shape, .means, steps: 2, seed: UInt64(index),
          spoil: { g in for i in stride(from: index, to: g.count, by: 41) { g[i] = special } })
        try agrees(Float.self, shape, .means, steps: 2, spoil: { g in g = g.map { _ in special } })
      }
    }
  }

  @Test("with a parameter that is stored in fewer bits than its arithmetic", arguments: [[5, 70], [300], [260, 130]])
  func storing(_ shape: [Int]) throws {
    // Rounded as to BFloat16, towards zero.
    try agrees(Float.self, shape, .means, storing: { Float(bitPattern: $0.bitPattern & 0xffff_0000) })
  }

  @Test("for a tensor that no cache holds, whose rows are taken otherwise", arguments: CAMEForm.allCases)
  func beyondTheCaches(_ form: CAMEForm) throws {
    try agrees(Float.self, [3500, 3610], form, steps: 1, settings: [Self.settings[1]])
  }

  @Test("with a tap, which is shown what the reference shows")
  func tap() throws {
    let reference = CAME<Float>(defaults)
    var random = RandomStream(seed: 3)
    var a: Tensor<Float> = try random.tensor([5, 6])
    let g: Tensor<Float> = try random.tensor([5, 6])
    var (b, state) = (a, try reference.initialState(shape: [5, 6]))
    var other = state
    var (expected, got): ([Quantity], [Quantity]) = ([], [])
    reference.step(&a, gradient: g, state: &state, tap: { quantity, _ in expected.append(quantity) })
    FusedCAME(reference).step(&b, gradient: g, state: &other, tap: { quantity, _ in got.append(quantity) })
    #expect(got == expected && !got.isEmpty)
    #expect(a == b && state == other)
  }

  @Test("for tensors without numbers", arguments: [[0], [0, 3], [3, 0]])
  func empty(_ shape: [Int]) throws { try agrees(Float.self, shape, .means) }

  @Test("and leaves copies of what it changes as they were")
  func copies() throws {
    let came = FusedCAME(CAME<Float>(defaults))
    var random = RandomStream(seed: 4)
    var θ: Tensor<Float> = try random.tensor([5, 70])
    let g: Tensor<Float> = try random.tensor([5, 70])
    var state = try came.initialState(shape: [5, 70])
    came.step(&θ, gradient: g, state: &state)
    let (copy, saved) = (θ, state)
    let values = (copy.values, saved.named)
    came.step(&θ, gradient: g, state: &state)
    #expect(copy.values == values.0 && saved.named == values.1)
    #expect(θ != copy && state.step == 2)
  }

  /// Steps the reference and the fused form by one, two and three threads on the same numbers and compares every bit.
  private func agrees<Scalar: Real & Sendable>(
    _: Scalar.Type, _ shape: [Int], _ form: CAMEForm, steps: Int = 3, seed: UInt64 = 1,
    settings: [CAMEHyperparameters] = settings,
    storing: ((Scalar) -> Scalar)? = nil, spoil: (inout Tensor<Scalar>) -> Void = { _ in }
  ) throws {
    for (index, hyperparameters) in settings.enumerated() {
      let reference = CAME<Scalar>(hyperparameters, form: form)
      let rules = [FusedCAME(reference)] + Pools.all.map { FusedCAME(reference, pool: $0) }
      var random = RandomStream(seed: seed &+ UInt64(index))
      let start: Tensor<Scalar> = try random.eighths(shape)
      var (θ, state) = (start, try reference.initialState(shape: shape))
      var others = try rules.map { _ in (θ: start, state: try reference.initialState(shape: shape)) }
      for step in 1...steps {
        var g: Tensor<Scalar> = try random.eighths(shape)
        spoil(&g)
        reference.step(&θ, gradient: g, state: &state, storing: storing)
        for (i, rule) in rules.enumerated() {
          var (otherθ, otherState) = others[i]
          rule.step(&otherθ, gradient: g, state: &otherState, storing: storing)
          others[i] = (otherθ, otherState)
          let same = sameBits(θ, otherθ) && sameBits(state, otherState)
          #expect(same, "\(Scalar.self), setting \(index), step \(step), \(rule.pool?.threads ?? 1) threads")
        }
      }
    }
  }
}

/// Pools of two and three threads that all suites share.
enum Pools {
  static let all = [WorkerPool(threads: 2), WorkerPool(threads: 3)]
}

/// Equal down to the sign of a zero; a NaN equals a NaN.
func sameBits<Scalar: Real>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Bool {
  a.shape == b.shape
    && zip(a.values, b.values).allSatisfy { $0 == $1 ? $0.sign == $1.sign : $0.isNaN && $1.isNaN }
}

func sameBits<Scalar: Real>(_ a: CAMEState<Scalar>, _ b: CAMEState<Scalar>) -> Bool {
  let (x, y) = (a.named, b.named)
  return a.step == b.step && x.keys == y.keys && x.allSatisfy { sameBits($0.value, y[$0.key]!) }
}

extension RandomStream {
  /// A tensor of numbers that every format holds exactly: eighths of integers of either sign, some zero.
  mutating func eighths<Scalar: Real>(_ shape: [Int]) throws -> Tensor<Scalar> {
    let numbers = (0..<shape.reduce(1, *)).map { _ in Scalar(Int.random(in: -200...200, using: &self)) / 8 }
    return try Tensor(shape: shape, values: numbers)
  }
}
