internal import CAMECore
internal import Formats
internal import PropertyKit

/// The elements of a tensor in other places: where each element of the arranged tensor, and each of its factors, comes from.
struct Arrangement {
  let shape: [Int]
  let elements: [Int]
  let rows: [Int]
  let columns: [Int]
  /// Whether rows have become columns.
  let isTransposed: Bool

  /// Rows and columns of every matrix in another order, or all elements as they are in another shape.
  init(_ old: [Int], as new: [Int]? = nil, rows: [Int]? = nil, columns: [Int]? = nil) {
    let (batch, n, m) = Self.sizes(old)
    let (i, j) = (rows ?? Array(0..<n), columns ?? Array(0..<m))
    shape = new ?? old
    elements = (0..<batch).flatMap { b in i.flatMap { i in j.map { j in (b * n + i) * m + j } } }
    self.rows = (0..<batch).flatMap { b in i.map { b * n + $0 } }
    self.columns = (0..<batch).flatMap { b in j.map { b * m + $0 } }
    isTransposed = false
  }

  /// Every matrix transposed.
  init(transposing old: [Int]) {
    let (batch, n, m) = Self.sizes(old)
    shape = old.dropLast(2) + [m, n]
    elements = (0..<batch).flatMap { b in (0..<m).flatMap { j in (0..<n).map { i in (b * n + i) * m + j } } }
    // The rows of the arranged tensor are the columns of the old one.
    rows = Array(0..<batch * m)
    columns = Array(0..<batch * n)
    isTransposed = true
  }

  /// The first matrix of a batch alone.
  init(_ old: [Int], firstMatrixOf size: Int) {
    shape = old.suffix(2)
    elements = Array(0..<size)
    (rows, columns) = ([], [])
    isTransposed = false
  }

  private static func sizes(_ shape: [Int]) -> (batch: Int, n: Int, m: Int) {
    (shape.dropLast(2).reduce(1, *), shape.count < 2 ? 1 : shape[shape.count - 2], shape.last ?? 1)
  }

  func arrange<Scalar>(_ tensor: Tensor<Scalar>) -> Tensor<Scalar> {
    try! Tensor(shape: shape, values: elements.map { tensor[$0] })
  }
}

extension Trial {
  /// An order that the salt chooses; of salt 0 the reverse.
  func order(of count: Int) -> [Int] {
    guard salt != 0 else { return (0..<count).reversed() }
    var random = RandomStream(seed: UInt64(salt))
    var order = Array(0..<count)
    for i in order.indices.dropFirst().reversed() { order.swapAt(i, random.integer(in: 0...i)) }
    return order
  }

  /// Trains as given and arranged, and holds both against the running error bounds of either.
  func compare(_ judge: Judge<Scalar>, arranged: Arrangement) throws -> Verdict {
    let other = try train(from: arranged.arrange(start), with: gradients.map { arranged.arrange($0) })
    let plain = try train()
    var here = Envelope(judge, start: start)
    var there = Envelope(judge, start: arranged.arrange(start))
    var worst = Worst()
    func compare(
      _ a: Tensor<Scalar>?, _ b: Tensor<Scalar>?, _ places: [Int], _ e: [Bounded<Scalar>], _ f: [Bounded<Scalar>]
    ) {
      guard let a, let b, a.count == e.count, b.count == f.count else { return }
      for (i, place) in places.enumerated() where e[place].isDecided && f[i].isDecided {
        guard a[place].isFinite, b[i].isFinite else { return worst.take(.infinity) }
        worst.take(a[place].exactly, b[i].exactly, within: e[place].error + f[i].error)
      }
    }
    for t in 1..<plain.count {
      here.step(gradients[t - 1])
      there.step(arranged.arrange(gradients[t - 1]))
      let (a, b) = (plain[t], other[t])
      compare(a.θ, b.θ, arranged.elements, here.θ, there.θ)
      compare(a.state["exp_avg"], b.state["exp_avg"], arranged.elements, here.m, there.m)
      compare(a.state["exp_avg_sq"], b.state["exp_avg_sq"], arranged.elements, here.v, there.v)
      let flips = arranged.isTransposed
      let (row, column) = (flips ? "col" : "row", flips ? "row" : "col")
      let squares = flips ? (here.c, here.r) : (here.r, here.c)
      let residues = flips ? (here.C, here.R) : (here.R, here.C)
      compare(a.state["exp_avg_sq_\(row)"], b.state["exp_avg_sq_row"], arranged.rows, squares.0, there.r)
      compare(a.state["exp_avg_sq_\(column)"], b.state["exp_avg_sq_col"], arranged.columns, squares.1, there.c)
      compare(a.state["exp_avg_res_\(row)"], b.state["exp_avg_res_row"], arranged.rows, residues.0, there.R)
      compare(a.state["exp_avg_res_\(column)"], b.state["exp_avg_res_col"], arranged.columns, residues.1, there.C)
    }
    return worst.verdict
  }
}
