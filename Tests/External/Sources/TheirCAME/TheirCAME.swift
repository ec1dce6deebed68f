/// CAME as somebody else would write it: Float only, matrices as arrays of rows, an object for each parameter.
///
/// It knows nothing of the lab.
public final class TheirCAME {
  public struct Options: Sendable {
    public var learningRate: Float
    public var beta1: Float = 0.9
    public var beta2: Float = 0.999
    public var beta3: Float = 0.9999
    public var epsilon1: Float = 1e-30
    public var epsilon2: Float = 1e-16
    public var clip: Float = 1
    public var decay: Float = 0
    /// 1 − β, formed in Double: formed in Float it would keep 12 of 24 bits.
    public var oneMinus: (Float, Float, Float) = (0.1, 0.001, 0.0001)
    /// A mistake, planted to see it found: the row factor is divided by its sum instead of its mean.
    public var dividesBySum = false

    public init(learningRate: Float) { self.learningRate = learningRate }
  }

  let options: Options
  public private(set) var momentum: [[Float]]
  public private(set) var rows: [Float]
  public private(set) var columns: [Float]
  public private(set) var instabilityRows: [Float]
  public private(set) var instabilityColumns: [Float]

  public init(rows n: Int, columns m: Int, _ options: Options) {
    self.options = options
    momentum = Array(repeating: Array(repeating: 0, count: m), count: n)
    (rows, columns) = (Array(repeating: 0, count: n), Array(repeating: 0, count: m))
    (instabilityRows, instabilityColumns) = (rows, columns)
  }

  public func copy() -> TheirCAME {
    let copy = TheirCAME(rows: rows.count, columns: columns.count, options)
    (copy.momentum, copy.rows, copy.columns) = (momentum, rows, columns)
    (copy.instabilityRows, copy.instabilityColumns) = (instabilityRows, instabilityColumns)
    return copy
  }

  /// One step; the gradient has the shape of the parameter.
  public func step(_ parameter: inout [[Float]], gradient: [[Float]]) {
    let o = options
    let squares = gradient.map { $0.map { $0 * $0 + o.epsilon1 } }
    average(&rows, rowMeans(squares), o.beta2, o.oneMinus.1)
    average(&columns, columnMeans(squares), o.beta2, o.oneMinus.1)
    var update = precondition(gradient, rows, columns)

    let count = Float(rows.count * columns.count)
    let rms = (update.joined().reduce(0) { $0 + $1 * $1 } / count).squareRoot()
    // max(1, NaN) would be 1 and hide the NaN from the other elements.
    let scale = rms / o.clip < 1 ? 1 : rms / o.clip
    for i in update.indices {
      for j in update[i].indices {
        update[i][j] /= scale
        momentum[i][j] = o.beta1 * momentum[i][j] + o.oneMinus.0 * update[i][j]
      }
    }
    let instability = zip(update, momentum).map { zip($0, $1).map { ($0 - $1) * ($0 - $1) + o.epsilon2 } }
    average(&instabilityRows, rowMeans(instability), o.beta3, o.oneMinus.2)
    average(&instabilityColumns, columnMeans(instability), o.beta3, o.oneMinus.2)
    let step = precondition(momentum, instabilityRows, instabilityColumns)
    for i in parameter.indices {
      for j in parameter[i].indices {
        parameter[i][j] -= o.decay * o.learningRate * parameter[i][j]
        parameter[i][j] -= o.learningRate * step[i][j]
      }
    }
  }

  private func average(_ x: inout [Float], _ y: [Float], _ beta: Float, _ oneMinusBeta: Float) {
    for i in x.indices { x[i] = beta * x[i] + oneMinusBeta * y[i] }
  }

  private func rowMeans(_ a: [[Float]]) -> [Float] { a.map { $0.reduce(0, +) / Float($0.count) } }

  private func columnMeans(_ a: [[Float]]) -> [Float] {
    columns.indices.map { j in a.reduce(0) { $0 + $1[j] } / Float(a.count) }
  }

  private func precondition(_ x: [[Float]], _ rows: [Float], _ columns: [Float]) -> [[Float]] {
    let divisor = rows.reduce(0, +) / (options.dividesBySum ? 1 : Float(rows.count))
    return x.indices.map { i in
      let row = 1 / (rows[i] / divisor).squareRoot()
      return x[i].indices.map { j in row * (1 / columns[j].squareRoot()) * x[i][j] }
    }
  }
}
