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
    let counted: [String]
    let rows: [Row]
  }

  struct Row {
    let symbol: String
    let name: String
    let isWorst: Bool
    let bar: Bar
    let alone: Lost
    let peak: String?
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
    let isBroken: Bool
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
    counted = EventCountsRecord().named.map(\.name)
    rows = equations.map { EquationsModel.Row($0, figures, isWorst: $0.record.quantity == worst) }
  }
}

extension EquationsModel.Row {
  init(_ equation: EquationFigures, _ figures: DriftFigures, isWorst: Bool) {
    let record = equation.record
    symbol = record.quantity
    name = figures.record.quantities.first { $0.symbol == record.quantity }?.name ?? ""
    self.isWorst = isWorst
    let full = Double(max(1, equation.holds))
    let added = equation.added
    func width(_ bits: Double) -> String { "\(Numbers.fixed(100 * min(1, bits / full)))%" }
    if case .notFinite(let alone) = equation.verdict {
      bar = .init(alone: alone ? "100.0%" : width(added.alone), step: "0%", free: alone ? "0%" : "100%", isBroken: true)
    } else {
      bar = .init(alone: width(added.alone), step: width(added.step), free: width(added.free), isBroken: false)
    }
    alone = .init(equation.alone, record.own)
    peak = record.ownWorst.map { error in
      let step = record.ownStep.map { ", step \($0)" } ?? ""
      let tensor = figures.tensorName(record.ownTensor).map { ", \($0)" } ?? ""
      return "\(Numbers.short(error))\(step)\(tensor)"
    }
    step = .init(equation.step, record.local)
    free = .init(equation.free, record.free)
    tone = equation.tone
    word = equation.word
    counts = record.counts.named.map { event in
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
