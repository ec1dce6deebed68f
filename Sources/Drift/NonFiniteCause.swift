internal import CAMECore

/// Finds out, from the values of a step, why a quantity turned to NaN or infinity.
struct NonFiniteCause {
  let values: FailedStep
  let constants: Constants

  /// The cause in a clause that can follow a colon.
  func clause(_ quantity: Quantity, element: Int) -> String {
    switch quantity {
    case .inverseRootV: reciprocalRoot(rows: .r, columns: .c, element: element)
    case .inverseRootS: reciprocalRoot(rows: .R, columns: .C, element: element)
    case .u: update(element: element)
    case .r, .c, .v:
      "g² is past \(greatest), for |g| reaches \(figure(largest(.g)))"
    case .U, .R, .C: "(û − m)² is past \(greatest)"
    case .rms: rms
    default: "an operand of \(quantity.equation) is past \(greatest)"
    }
  }

  private var greatest: String { "the largest number of \(constants.title), \(figure(constants.greatest))" }
  private var least: String { "the least number of \(constants.title), \(figure(constants.leastNumber))" }

  private func largest(_ quantity: Quantity) -> Double {
    values.quantities[quantity]?.map(\.magnitude).filter(\.isFinite).max() ?? 0
  }

  /// 1/√(r / mean(r)) · 1/√c at one element.
  private func reciprocalRoot(rows: Quantity, columns: Quantity, element: Int) -> String {
    let m = values.shape.last ?? 1
    let n = values.shape.count < 2 ? 1 : values.shape[values.shape.count - 2]
    guard let r = values.quantities[rows], let c = values.quantities[columns], n * m > 0 else { return "" }
    let (row, batch) = (element / m, element / (n * m))
    let column = batch * m + element % m
    let factors = r[(batch * n)..<(batch * n + n)]
    let mean = factors.reduce(0) { $0 + $1 / Double(n) }
    let isInstability = rows == .R
    let squares = squares(isInstability)
    func meanOfRow(_ row: Int) -> Double { (0..<m).reduce(0) { $0 + squares[row * m + $1] / Double(m) } }

    if factors.allSatisfy({ $0 == 0 }) {
      let most = (batch * n..<batch * n + n).map(meanOfRow).max() ?? 0
      return "every \(rows.rawValue) is 0, so \(rows.rawValue) / mean(\(rows.rawValue)) is 0/0"
        + whyZero(isInstability, "row mean", most)
    }
    if r[row] == 0 {
      return "\(rows.rawValue) of row \(row) is 0, whose reciprocal root is infinite"
        + whyZero(isInstability, "row mean", meanOfRow(row))
    }
    if c[column] == 0 {
      let mean = (0..<n).reduce(0) { $0 + squares[(batch * n + $1) * m + element % m] / Double(n) }
      return "\(columns.rawValue) of column \(element % m) is 0, whose reciprocal root is infinite"
        + whyZero(isInstability, "column mean", mean)
    }
    if r[row] / mean < constants.leastNumber {
      return
        "\(rows.rawValue) of row \(row) is \(figure(r[row])) beside a mean of \(figure(mean)); the quotient is under "
        + "\(least), becomes 0, and its reciprocal root infinite"
        + (largest(.g) > 0 && rowIsZero(row, m) ? "; times a gradient of 0 that is NaN, and clipping spreads it" : "")
    }
    return "the product of the reciprocal roots is past \(greatest)"
  }

  private func rowIsZero(_ row: Int, _ m: Int) -> Bool {
    values.quantities[.g].map { g in g[(row * m)..<(row * m + m)].allSatisfy { $0 == 0 } } ?? false
  }

  /// What is averaged: g², or U with its ε₂.
  private func squares(_ isInstability: Bool) -> [Double] {
    isInstability ? values.quantities[.U] ?? [] : (values.quantities[.g] ?? []).map { $0 * $0 }
  }

  /// (1/√v) · g of a vector, or the product with a finite preconditioner.
  private func update(element: Int) -> String {
    if let v = values.quantities[.v]?[element], v == 0 {
      return "v is 0, whose reciprocal root is infinite" + whyZero(false, "square", squares(false)[element])
    }
    return "g / √v is past \(greatest)"
  }

  /// Why a factor is zero: ε rounded away, and what was left underflowed.
  private func whyZero(_ isInstability: Bool, _ what: String, _ value: Double) -> String {
    let (ε, β, symbol) = isInstability ? ("ε2", "1 − β3", "U") : ("ε1", "1 − β2", "g²")
    var reasons: [String] = []
    if let ε = constants[ε], ε.isDegenerate { reasons.append("\(ε.symbol) = \(ε.exact) rounds to 0") }
    if let β = constants[β], β.value == 0 {
      reasons.append("\(β.symbol) is 0")
    } else if let β = constants[β], value > 0, value * β.value < constants.leastNumber {
      reasons.append(
        "\(β.symbol) times the largest \(what) of \(symbol), \(figure(value * β.value)), is under \(least)")
    }
    return reasons.isEmpty ? "" : ": " + joined(reasons)
  }

  private var rms: String {
    let count = values.shape.reduce(1, *)
    if Double(count) > constants.greatest { return "the tensor has \(count) elements, more than \(greatest)" }
    return "Σu² is past \(greatest)"
  }
}
