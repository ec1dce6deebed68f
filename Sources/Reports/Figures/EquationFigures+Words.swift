import LabRecords

/// What tables and sentences say of an equation.
extension EquationFigures {
  /// The verdict in a few words, as the label of a row.
  var word: String {
    switch verdict {
    case .ordinary: "ordinary rounding"
    case .own: "own error"
    case .inherited: "from its operands"
    case .grown: "grown"
    case .notFinite(alone: true): "NaN of its own"
    case .notFinite(alone: false): "NaN from elsewhere"
    case .unmeasured: "not measured"
    }
  }

  /// Whether the operation is bad here or the error grew, in a sentence.
  var sentence: String {
    let symbol = record.quantity
    let loses = "\(symbol) loses \(Self.bits(free)) of its \(holds) bits"
    switch verdict {
    case .ordinary:
      return "No equation does harm: \(loses) in the free run, and no other loses a larger share."
    case .own:
      return
        "\(symbol) is bad itself here: alone, from true operands, it loses \(Self.bits(alone)) of its \(holds) bits, "
        + "and the free run loses \(Self.bits(free))."
    case .inherited:
      return
        "\(loses), but \(aloneWords): the operation is sound here, and the error comes in "
        + "with its operands, within a single step."
    case .grown:
      let step = step.map { " and one step from the true state \(Self.bits($0))" } ?? ""
      return "\(loses), but \(aloneWords)\(step): the operation is sound here, and the error "
        + "grew over the steps."
    case .notFinite(alone: true):
      return "\(symbol) is the first that ends in NaN or infinity, and it does so alone too, from true operands: the "
        + "operation itself breaks down in this format."
    case .notFinite(alone: false):
      return "\(symbol) is the first that ends in NaN or infinity, but \(aloneWords): what broke it came in with its "
        + "operands."
    case .unmeasured:
      return "No equation has an error that could be measured."
    }
  }

  private var aloneWords: String {
    alone.map { "alone, from true operands, it would lose \(Numbers.fixed($0))" } ?? "alone it was not measured"
  }

  /// Bits that are lost, as in `11.9`, or a dash.
  static func bits(_ lost: Double?) -> String { lost.map { Numbers.fixed($0) } ?? "–" }
}

extension [EquationFigures] {
  /// Of the worst equation, and of the one that ends worst where that is another.
  var sentences: [String] {
    guard let worst else { return [] }
    guard case .own = worst.verdict, let last = largest, last.record.quantity != worst.record.quantity,
      last.verdict != .own
    else { return [worst.sentence] }
    return [
      worst.sentence,
      "The free run loses most in \(last.record.quantity), \(EquationFigures.bits(last.free)) of \(last.holds) bits, "
        + "an error that is not its own (\(last.word)).",
    ]
  }
}

extension EventCountsRecord {
  /// What happened to the elements, by name and count, in the order of the columns.
  var named: [(name: String, count: Int)] {
    [
      ("cancelled", cancelled), ("absorbed", absorbed), ("to zero", underflowed), ("to infinity", overflowed),
      ("NaN", invalid),
    ]
  }
}
