/// What a table says of a quantity.
extension SeriesFigures {
  /// The agreement at the end: `20.8`, `exact`, `NaN` or a dash.
  var ending: String {
    switch last {
    case .right(_, exact: true)?: "exact"
    case .right(let bits, _)?: Numbers.fixed(bits)
    case .notFinite?: "NaN"
    case .undefined?, nil: "–"
    }
  }

  /// When it went wrong, if it did: `from step 1` for a NaN that stays, else `parts at step 3`.
  var turn: String? {
    notFiniteFrom.map { "from step \($0)" } ?? partsAt.map { "parts at step \($0)" }
  }
}
