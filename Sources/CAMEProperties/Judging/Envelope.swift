internal import CAMECore
internal import Formats
#if MPFR
  internal import BigRealModule
#endif

/// The equations of a step, by what they compute.
enum Equation: CaseIterable {
  case secondMoment, update, clip, momentum, instability, parameter
}

/// CAME's step on bounded numbers, written apart from `CAME.swift`: element by element, from the official code's formulas.
///
/// A correct implementation stays within it, whatever the order of its sums.
struct Envelope<Scalar: Refereed> {
  typealias Number = Bounded<Scalar>

  let judge: Judge<Scalar>
  let shape: [Int]
  var θ, m: [Number]
  /// v of a vector; empty for matrices.
  var v: [Number] = []
  /// Factors of the second moment and of the instability; empty for vectors.
  var r: [Number] = []
  var c: [Number] = []
  var R: [Number] = []
  var C: [Number] = []
  /// Of the last step.
  var u: [Number] = []
  var û: [Number] = []
  var update: [Number] = []

  var isFactored: Bool { shape.count >= 2 }
  var columns: Int { shape.last ?? 1 }
  var rows: Int { isFactored ? shape[shape.count - 2] : 1 }
  var batch: Int { shape.dropLast(2).reduce(1, *) }

  /// From the zero state.
  init(_ judge: Judge<Scalar>, start: Tensor<Scalar>) {
    self.judge = judge
    shape = start.shape
    θ = start.values.map { Number($0.exactly) }
    m = Array(repeating: Number(0), count: start.count)
    if isFactored {
      r = Array(repeating: Number(0), count: batch * rows)
      c = Array(repeating: Number(0), count: batch * columns)
      (R, C) = (r, c)
    } else {
      v = m
    }
  }

  /// From a parameter and a state that are exactly those shown.
  init(_ judge: Judge<Scalar>, _ snapshot: Snapshot<Scalar>) throws {
    func exact(_ x: Tensor<Scalar>) -> [Number] { x.values.map { Number($0.exactly) } }
    self.init(judge, start: snapshot.θ)
    func state(_ x: Tensor<Scalar>, _ count: Int, _ name: String) throws -> [Number] {
      guard x.count == count else { throw NotShown(name: "\(name) of \(count) elements") }
      return exact(x)
    }
    m = try state(snapshot.momentum, m.count, "exp_avg")
    if isFactored {
      (r, c) = (
        try state(snapshot.r, r.count, "exp_avg_sq_row"), try state(snapshot.c, c.count, "exp_avg_sq_col")
      )
      (R, C) = (
        try state(snapshot.R, R.count, "exp_avg_res_row"), try state(snapshot.C, C.count, "exp_avg_res_col")
      )
    } else {
      v = try state(snapshot.v, v.count, "exp_avg_sq")
    }
  }

  /// One step of Algorithm 2.
  mutating func step(_ gradient: Tensor<Scalar>) {
    take(Equation.allCases, gradient.values.map { Number($0.exactly) })
  }

  /// Some equations of a step, in order; what they don't compute is as it was.
  mutating func take(_ equations: [Equation], _ g: [Number] = []) { apply(equations, to: &self, g) }

  // MARK: The equations

  fileprivate mutating func averageSquares(_ g: [Number]) {
    let squares = g.map { $0 * $0 + judge.ε1 }
    if isFactored {
      average(&r, rowMeans(squares), judge.β2, judge.w2)
      average(&c, columnMeans(squares), judge.β2, judge.w2)
    } else {
      average(&v, squares, judge.β2, judge.w2)
    }
  }

  fileprivate mutating func precondition(_ g: [Number]) {
    u = isFactored ? preconditioned(g, r, c) : zip(g, v).map { (Number(1) / $1.squareRoot()) * $0 }
  }

  fileprivate mutating func clip() {
    let squares = u.map { $0 * $0 }
    let count = Scalar.Referee(u.count).squareRoot()
    let root = Number(rounding: count, error: 0)
    let scale = (Number.sum(count: u.count) { squares[$0] }.squareRoot() / root / judge.d).orOne
    û = u.map { $0 / scale }
  }

  fileprivate mutating func averageUpdates() { average(&m, û, judge.β1, judge.w1) }

  fileprivate mutating func averageInstability() {
    guard isFactored else { return }
    let U = zip(û, m).map { û, m in (û - m) * (û - m) + judge.ε2 }
    average(&R, rowMeans(U), judge.β3, judge.w3)
    average(&C, columnMeans(U), judge.β3, judge.w3)
  }

  fileprivate mutating func move() {
    update = isFactored ? preconditioned(m, R, C) : m
    for i in θ.indices {
      if judge.λη.value != 0 { θ[i] = θ[i] - judge.λη * θ[i] }
      θ[i] = θ[i] - judge.η * update[i]
    }
  }

  func average(_ x: inout [Number], _ y: [Number], _ β: Number, _ w: Number) {
    for i in x.indices { x[i] = β * x[i] + w * y[i] }
  }

  func rowMeans(_ x: [Number]) -> [Number] {
    let columns = columns
    return (0..<batch * rows).map { row in
      Number.sum(count: columns) { x[row * columns + $0] } / Number(Scalar.Referee(columns))
    }
  }

  func columnMeans(_ x: [Number]) -> [Number] {
    let (rows, columns) = (rows, columns)
    return (0..<batch * columns).map { i in
      let first = i / columns * rows * columns + i % columns
      return Number.sum(count: rows) { x[first + $0 * columns] } / Number(Scalar.Referee(rows))
    }
  }

  func preconditioned(_ x: [Number], _ row: [Number], _ column: [Number]) -> [Number] {
    let (rows, columns) = (rows, columns)
    let a = row.indices.map { i in
      let first = i / rows * rows
      let mean = Number.sum(count: rows) { row[first + $0] } / Number(Scalar.Referee(rows))
      return Number(1) / (row[i] / mean).squareRoot()
    }
    let b = column.map { Number(1) / $0.squareRoot() }
    return x.indices.map { i in (a[i / columns] * b[i / (rows * columns) * columns + i % columns]) * x[i] }
  }
}

/// Some equations of a step, in order. A function of its own, for it runs at full speed only where it is specialized.
#if MPFR
  @specialized(where Scalar == Double)
  @specialized(where Scalar == BigReal127)
#endif
#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
  @specialized(where Scalar == Float16)
#endif
@specialized(where Scalar == Float)
private func apply<Scalar: Refereed>(
  _ equations: [Equation], to envelope: inout Envelope<Scalar>, _ g: [Bounded<Scalar>]
) {
  for equation in equations {
    switch equation {
    case .secondMoment: envelope.averageSquares(g)
    case .update: envelope.precondition(g)
    case .clip: envelope.clip()
    case .momentum: envelope.averageUpdates()
    case .instability: envelope.averageInstability()
    case .parameter: envelope.move()
    }
  }
}
