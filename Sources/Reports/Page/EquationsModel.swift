import LabRecords

/// What each equation does to the accuracy, a table a policy.
struct EquationsModel {
  struct Policy {
    let anchor: String
    let swatch: String
    let policy: String
    let sentences: [String]
    /// How it's drawn before a reader opens or closes it; one that holds is closed.
    let isOpen: Bool
    /// What happened to elements at all, a column each; and in words what didn't.
    let counted: [String]
    let shares: Int
    let uncounted: String
    let rows: [Row]
  }

  struct Row {
    let symbol: String
    let name: String
    let isWorst: Bool
    let bar: Bar
    let alone: Lost
    /// The largest error of the equation alone, and where it was; empty where there is none.
    let peak: String
    let site: String
    let step: Lost
    let free: Lost
    let tone: String
    let word: String
    let counts: [Count]
  }

  /// Widths of the three parts of a bar, in percent of the digits of the format, and what they say.
  struct Bar {
    let alone: String
    let step: String
    let free: String
    /// Whether the equation alone is no number, or only the free run.
    let isOwnNaN: Bool
    let isFedNaN: Bool
  }

  /// Bits that are lost, and the relative error that they stand for.
  struct Lost {
    let bits: String
    let error: String
  }

  struct Count {
    let share: String
    let isSome: Bool
  }

  let policies: [Policy]

  /// `nil` where no policy was attributed.
  init?(_ figures: DriftFigures) {
    policies = figures.runs.filter { !$0.record.attribution.isEmpty }.map { Policy($0, figures) }
    if policies.isEmpty { return nil }
  }
}

extension EquationsModel.Policy {
  init(_ run: RunFigures, _ figures: DriftFigures) {
    let equations = run.equations
    let worst = equations.worst?.record.quantity
    anchor = "equations-\(run.index + 1)"
    swatch = PolicyStyle(index: run.index).swatch.source
    policy = run.record.policy
    sentences = equations.sentences
    isOpen = run.fate != .holds
    let names = EventCountsRecord().named.map(\.name)
    let counted = names.filter { name in
      equations.contains { $0.record.counts.named.contains { $0.name == name && $0.count > 0 } }
    }
    self.counted = counted
    shares = counted.count
    let never = names.filter { !counted.contains($0) }
    let kept = equations.compactMap { equation in
      equation.record.keeping.map { "keeping \(equation.record.quantity) in its own format adds \(Numbers.short($0))" }
    }
    uncounted =
      (kept.isEmpty ? "" : "Relative to the computed, \(kept.joined(separator: ", ")). ")
      + (never.isEmpty ? "" : "Never seen: \(never.joined(separator: ", ")).")
    rows = equations.map {
      EquationsModel.Row($0, figures, isWorst: $0.record.quantity == worst, counted: counted)
    }
  }
}

extension EquationsModel.Row {
  /// - Parameter counted: The names of the counts that have a column.
  init(_ equation: EquationFigures, _ figures: DriftFigures, isWorst: Bool, counted: [String]) {
    let record = equation.record
    symbol = record.quantity
    name = figures.record.quantities.first { $0.symbol == record.quantity }?.name ?? ""
    self.isWorst = isWorst
    let full = Double(max(1, equation.holds))
    let added = equation.added
    func width(_ bits: Double) -> String { "\(Numbers.fixed(100 * min(1, bits / full)))%" }
    let isOwnNaN = equation.verdict == .notFinite(alone: true)
    let isFedNaN = equation.verdict == .notFinite(alone: false)
    let isNaN = isOwnNaN || isFedNaN
    bar = .init(
      alone: isOwnNaN ? "100%" : width(added.alone), step: isNaN ? "0%" : width(added.step),
      free: isOwnNaN ? "0%" : isFedNaN ? "100%" : width(added.free), isOwnNaN: isOwnNaN, isFedNaN: isFedNaN)
    alone = .init(equation.alone, record.own)
    peak = record.ownWorst.map(Numbers.short) ?? "–"
    site = [record.ownStep.map { "step \($0)" }, figures.tensorName(record.ownTensor)].compactMap(\.self)
      .joined(separator: ", ")
    step = .init(equation.step, record.local)
    free = .init(equation.free, record.free)
    tone = equation.tone
    word = equation.word
    counts = record.counts.named.filter { counted.contains($0.name) }.map { event in
      .init(
        share: event.count == 0 ? "–" : Numbers.percent(event.count, of: record.counts.elements),
        isSome: event.count > 0)
    }
  }
}

extension EquationsModel.Lost {
  init(_ bits: Double?, _ error: Double?) {
    self.bits = EquationFigures.bits(bits)
    self.error = error.map(Numbers.short) ?? ""
  }
}

extension EquationFigures {
  /// The class that colors the verdict.
  fileprivate var tone: String {
    switch verdict {
    case .ordinary, .unmeasured: "calm"
    case .own: "own"
    case .inherited: "inherited"
    case .grown: "grown"
    case .notFinite: "broken"
    }
  }
}
