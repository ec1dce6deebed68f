/// What charts and tables say of a quantity.
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

  /// The same for those who can't see its line: `20.8 bits`, `exact`, `NaN from step 1` or `not measured`.
  var spokenEnding: String {
    switch last {
    case .right(_, exact: true)?: "exact"
    case .right?: "\(ending) bits"
    case .notFinite?: notFiniteNote
    case .undefined?, nil: "not measured"
    }
  }

  /// Since when it's NaN, or when it first was; empty if it never was.
  var notFiniteNote: String {
    notFiniteFrom.map { "NaN from step \($0)" } ?? notFinite.first.map { "NaN at step \($0.lowerBound)" } ?? ""
  }

  /// When it went wrong, if it did: `from step 1` for a NaN that stays, else `parts at step 3`.
  var turn: String? {
    notFiniteFrom.map { "from step \($0)" } ?? partsAt.map { "parts at step \($0)" }
  }
}
