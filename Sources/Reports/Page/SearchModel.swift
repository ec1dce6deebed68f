import LabRecords

/// The search for the narrowest policy: a chart, and the same as tables.
struct SearchModel {
  struct Trial {
    let number: String
    /// Markup: the policy, which may be broken after a comma.
    let brokenPolicy: String
    let bytes: String
    let state: String
    let bits: String
    let note: String
    /// `chosen`, `front`, or empty: the class of the row.
    let tone: String
  }

  struct Quantity {
    let symbol: String
    let name: String
    let narrowest: String
    let chosen: String
  }

  let sentence: String
  let lead: String
  let budget: String
  let wide: String
  let narrow: String
  let trials: [Trial]
  let quantities: [Quantity]

  /// `nil` where no search was made.
  init?(_ figures: DriftFigures) {
    guard let search = figures.search else { return nil }
    sentence = search.resultSentence(lead: figures.lead)
    lead = figures.lead
    budget = Numbers.bits(search.record.budget)
    wide = ParetoChart(search: search, lead: figures.lead, layout: .wide).markup.source
    narrow = ParetoChart(search: search, lead: figures.lead, layout: .narrow).markup.source
    trials = search.trials.map(Trial.init)
    quantities = search.record.quantities.map { quantity in
      Quantity(
        symbol: quantity.quantity,
        name: figures.record.quantities.first { $0.symbol == quantity.quantity }?.name ?? "",
        narrowest: quantity.narrowest ?? "only the widest", chosen: quantity.chosen)
    }
  }
}

extension SearchModel.Trial {
  init(_ trial: SearchFigures.Trial) {
    number = trial.number.map(String.init) ?? ""
    brokenPolicy = Markup.escape(trial.record.policy).replacing(",", with: ",<wbr>")
    bytes = Numbers.fixed(trial.record.bytesPerParameter, 2)
    state = Numbers.fixed(trial.record.stateBytesPerParameter, 2)
    bits = trial.record.bits.map { Numbers.fixed($0) } ?? "NaN"
    let fate = trial.record.bits == nil ? "ruined" : trial.record.isWithin ? "within" : "short"
    note = (trial.isChosen ? "chosen" : fate) + (trial.isStart ? ", start" : "")
    tone = trial.isChosen ? "chosen" : trial.number != nil ? "front" : ""
  }
}
