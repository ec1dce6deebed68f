internal import CAMECore
package import Formats
#if MPFR
  internal import BigRealModule
#endif

/// The equations of a step, by what they compute.
package enum Equation: CaseIterable, Sendable {
  case secondMoment, update, clip, momentum, instability, parameter
}

/// CAME's step on bounded numbers, written apart from `CAME.swift`: element by element, from the official code's formulas.
///
/// A correct implementation stays within it, whatever the order of its sums; ``Allowances`` says what else it may do, and which
/// orders it promises to keep to.
package struct Envelope<Rule: RoundingRule> {
  package typealias Number = Bounded<Rule>

  package let judge: Judge<Rule>
  package let shape: [Int]
  package var allowances = Allowances()
  package var θ, m: [Number]
  /// v of a vector; empty for matrices.
  package var v: [Number] = []
  /// Factors of the second moment and of the instability; empty for vectors.
  package var r: [Number] = []
  package var c: [Number] = []
  package var R: [Number] = []
  package var C: [Number] = []
  /// Of the last step.
  package var u: [Number] = []
  package var û: [Number] = []
  package var update: [Number] = []

  package var isFactored: Bool { shape.count >= 2 }
  var columns: Int { shape.last ?? 1 }
  var rows: Int { isFactored ? shape[shape.count - 2] : 1 }
  var batch: Int { shape.dropLast(2).reduce(1, *) }

  /// From the zero state, with a parameter of this shape that is exactly known.
  package init(_ judge: Judge<Rule>, shape: [Int], θ: [Rule.Referee]) {
    self.judge = judge
    self.shape = shape
    self.θ = θ.map { Number($0) }
    m = Array(repeating: Number(0), count: θ.count)
    if isFactored {
      r = Array(repeating: Number(0), count: batch * rows)
      c = Array(repeating: Number(0), count: batch * columns)
      (R, C) = (r, c)
    } else {
      v = m
    }
  }

  /// Some equations of a step, in order; what they don't compute is as it was.
  package mutating func take(_ equations: [Equation], _ g: [Number] = []) { apply(equations, to: &self, g) }

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
    u = isFactored ? preconditioned(g, r, c) : zip(g, v).map { inverseRoot($1) * $0 }
  }

  fileprivate mutating func clip() {
    let squares = u.map { $0 * $0 }
    let count = Rule.Referee(u.count).squareRoot()
    let root = Number(rounding: count, error: 0)
    let scale = (sum(u.count) { squares[$0] }.squareRoot() / root / judge.d).orOne
    û = u.map { ($0 / scale).rounded(times: allowances.isAnyForm ? 1 : 0) }
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
      if judge.λη.value != 0 {
        θ[i] = stored((θ[i] - judge.λη * θ[i]).rounded(times: allowances.isAnyForm ? 1 : 0))
      }
      θ[i] = stored(θ[i] - judge.η * update[i])
    }
  }

  /// β x + w y. In any form also x + w (y − x), whose product is as large as w (|x| + |y|), or y − β (y − x) where β is less
  /// than w.
  func average(_ x: inout [Number], _ y: [Number], _ β: Number, _ w: Number) {
    for i in x.indices {
      let average = β * x[i] + w * y[i]
      guard allowances.isAnyForm else {
        x[i] = average
        continue
      }
      let other = β.value < w.value ? y[i] - β * (y[i] - x[i]) : x[i] + w * (y[i] - x[i])
      x[i] = Number(
        value: average.value, error: max(average.error, other.error + (average.value - other.value).magnitude))
    }
  }

  func rowMeans(_ x: [Number]) -> [Number] {
    let columns = columns
    return (0..<batch * rows).map { row in mean(columns) { x[row * columns + $0] } }
  }

  func columnMeans(_ x: [Number]) -> [Number] {
    let (rows, columns) = (rows, columns)
    return (0..<batch * columns).map { i in
      let first = i / columns * rows * columns + i % columns
      return mean(rows) { x[first + $0 * columns] }
    }
  }

  func preconditioned(_ x: [Number], _ row: [Number], _ column: [Number]) -> [Number] {
    let (rows, columns) = (rows, columns)
    let a = row.indices.map { i in
      let first = i / rows * rows
      return inverseRoot(row[i] / mean(rows) { row[first + $0] })
    }
    let b = column.map { inverseRoot($0) }
    guard allowances.isAnyForm else {
      return x.indices.map { i in (a[i / columns] * b[i / (rows * columns) * columns + i % columns]) * x[i] }
    }
    let totals = allowances.holdsSums ? totals(row) : []
    return x.indices.map { i in
      let (a, b) = (a[i / columns], b[i / (rows * columns) * columns + i % columns])
      var result = (a * b).rounded(times: 3) * x[i]
      // One root after the other may underflow on the way.
      if let least = Rule.refereedLeast { result.error += least / 2 * (a.value + b.value) }
      if allowances.holdsSums, !totals[i / (rows * columns)].isDecided { result.error = .infinity }
      return result
    }
  }

  /// The sum of all of each matrix, from the means of its rows: it may overflow where the mean doesn't.
  private func totals(_ row: [Number]) -> [Number] {
    let (rows, columns) = (rows, columns)
    return (0..<batch).map { matrix in
      Number(Rule.Referee(columns)) * sum(rows) { row[matrix * rows + $0] }
    }
  }

  private func sum(_ count: Int, _ term: (Int) -> Number) -> Number {
    Number.sum(count: count, depth: allowances.depth(count), term)
  }

  /// In any form also the sum times a rounded reciprocal of the count.
  private func mean(_ count: Int, _ term: (Int) -> Number) -> Number {
    (sum(count, term) / Number(Rule.Referee(count))).rounded(times: allowances.isAnyForm ? 1 : 0)
  }

  private func inverseRoot(_ x: Number) -> Number {
    (Number(1) / x.squareRoot()).rounded(times: allowances.roundingsOfRoots)
  }

  /// The parameter as it is kept.
  private func stored(_ θ: Number) -> Number {
    guard let storage = allowances.storage else { return θ }
    let reach = θ.value.magnitude + θ.error
    guard reach <= Rule.Referee(nearest: storage.greatest) else { return Number(value: θ.value, error: .infinity) }
    let lost = Rule.Referee(nearest: storage.roundoff) * reach + Rule.Referee(nearest: storage.least) / 2
    return Number(value: θ.value, error: θ.error + lost)
  }
}

extension Envelope where Rule: Refereed {
  /// From the zero state.
  init(_ judge: Judge<Rule>, start: Tensor<Rule>) {
    self.init(judge, shape: start.shape, θ: start.values.map(\.exactly))
  }

  /// From a parameter and a state that are exactly those shown.
  init(_ judge: Judge<Rule>, _ snapshot: Snapshot<Rule>) throws {
    func exact(_ x: Tensor<Rule>) -> [Number] { x.values.map { Number($0.exactly) } }
    self.init(judge, start: snapshot.θ)
    func state(_ x: Tensor<Rule>, _ count: Int, _ name: String) throws -> [Number] {
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
  mutating func step(_ gradient: Tensor<Rule>) {
    take(Equation.allCases, gradient.values.map { Number($0.exactly) })
  }
}

/// Some equations of a step, in order. A function of its own, for it runs at full speed only where it is specialized.
#if MPFR
  @specialized(where Rule == Double)
  @specialized(where Rule == BigReal127)
  @specialized(where Rule == JudgedByMPFR<Float>)
  @specialized(where Rule == JudgedByMPFR<Double>)
  @specialized(where Rule == JudgedByMPFR<BFloat16>)
  @specialized(where Rule == FlushingToZero<Float>)
#endif
#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
  @specialized(where Rule == Float16)
#endif
@specialized(where Rule == Float)
private func apply<Rule: RoundingRule>(
  _ equations: [Equation], to envelope: inout Envelope<Rule>, _ g: [Bounded<Rule>]
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
