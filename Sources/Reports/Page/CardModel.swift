import LabRecords

/// One policy as a card: how it ended, and why.
struct CardModel {
  /// A cause, and its remedy.
  struct Finding {
    let kind: String
    let fatal: Bool
    let sentence: String
    let remedy: String?
    /// What trying a cure gave.
    let tried: String?
    let site: String?
  }

  /// Another card of the page.
  struct Link {
    let anchor: String
    let policy: String
    /// What the cure did: `Cured here by`.
    let verb: String
    /// How it fared: `no quantity parts`.
    let result: String
  }

  let anchor: String
  let swatch: String
  let policy: String
  let title: String
  /// `ruined`, `loses` or `holds`: the class of the card.
  let tone: String
  let badge: String
  let outcome: String
  /// The bits of the lead quantity at the end, or `NaN`.
  let bits: String
  let outOf: String
  /// Width of the bar, as in `45.2%`.
  let share: String
  let parts: String
  let worst: String
  let state: String
  /// What is kept in which format, and what is summed in which.
  let kept: String?
  let sums: String?
  let findings: [Finding]
  /// What is said where there are no findings.
  let calm: String
  /// The policy of this record that heals this one.
  let curedBy: Link?
  /// The policy of this record that this one, standing beside it, heals.
  let heals: Link?
  /// Whether the card takes a row of its own, having no partner.
  let isWide: Bool

  /// The cards in the order of the page: each failing policy and its cure side by side, then the rest.
  static func all(_ figures: DriftFigures) -> [CardModel] {
    let cures = figures.cures
    var order: [(run: Int, heals: Int?, isWide: Bool)] = []
    func isPlaced(_ run: Int) -> Bool { order.contains { $0.run == run } }
    for run in figures.runs where run.fate == .ruined && !cures.contains(where: { $0.failing == run.index }) {
      order.append((run.index, nil, true))
    }
    for cure in cures where !isPlaced(cure.failing) {
      // A cure stands beside one card only; the next that needs it takes a row of its own, and a link.
      let isTaken = isPlaced(cure.cure)
      order.append((cure.failing, nil, isTaken))
      if !isTaken { order.append((cure.cure, cure.failing, false)) }
    }
    for run in figures.runs where !isPlaced(run.index) { order.append((run.index, nil, false)) }
    return order.map { entry in
      CardModel(
        figures.runs[entry.run], figures, curedBy: cures.first { $0.failing == entry.run }?.cure, heals: entry.heals,
        isWide: entry.isWide)
    }
  }

  private init(_ run: RunFigures, _ figures: DriftFigures, curedBy: Int?, heals: Int?, isWide: Bool) {
    let record = run.record
    anchor = Self.anchor(run.index)
    swatch = PolicyStyle(index: run.index).swatch.source
    policy = record.policy
    title = record.title
    tone = "\(run.fate)"
    badge =
      switch run.fate {
      case .ruined: figures.ending(run)
      case .loses: record.firstToPart.map { "parts at \(figures.place($0))" } ?? "loses digits"
      case .holds: heals.map { "cures \(figures.runs[$0].record.policy)" } ?? "holds"
      }
    outcome = record.outcome
    bits = run.bits.map { Numbers.fixed($0) } ?? (run.lead.last == .notFinite ? "NaN" : "–")
    outOf =
      run.bits == nil ? "\(figures.lead) at the end" : "of \(run.lead.holds) bits of \(figures.lead) right at the end"
    share = "\(Numbers.fixed(100 * (run.bits ?? 0) / Double(max(1, run.lead.holds))))%"
    parts = Self.first(record.firstToPart, figures) ?? "nothing"
    worst = run.worstAtEnd.map { "\($0.symbol), \($0.ending) of \($0.holds) bits" } ?? "no finite value"
    state = "\(Numbers.fixed(record.stateBytesPerParameter, 2)) bytes a parameter"
    kept = Self.listed(record.stored)
    sums = Self.listed(record.accumulators)
    calm =
      run.fate == .ruined ? "No known cause explains it." : "Nothing but ordinary rounding was seen."
    findings = record.findings.map { finding in
      Finding(
        kind: finding.kind.words, fatal: finding.fatal, sentence: finding.sentence, remedy: finding.cure,
        tried: finding.tried,
        site: finding.event.map { Self.site($0, figures) })
    }
    func link(_ index: Int) -> Link {
      let other = figures.runs[index]
      let (verb, result) = figures.relief(by: other)
      return Link(anchor: Self.anchor(index), policy: other.record.policy, verb: verb, result: result)
    }
    self.curedBy = curedBy.map(link)
    self.heals = heals.map(link)
    self.isWide = isWide
  }

  /// As in `θ, m in Float, 4 B each; r, c in 8-bit dynamic codes, 1.02 B each`; `nil` where there is nothing to list.
  private static func listed(_ stored: [StoredQuantityRecord]) -> String? {
    var groups: [(symbols: [String], first: StoredQuantityRecord)] = []
    for quantity in stored {
      if let same = groups.firstIndex(where: { $0.first.title == quantity.title && $0.first.bytes == quantity.bytes }) {
        groups[same].symbols.append(quantity.quantity)
      } else {
        groups.append(([quantity.quantity], quantity))
      }
    }
    let texts = groups.map { group in
      let bytes = group.first.bytes.map { ", \(Numbers.plain($0)) B\(group.symbols.count > 1 ? " each" : "")" } ?? ""
      return "\(group.symbols.joined(separator: ", ")) in \(group.first.title)\(bytes)"
    }
    return texts.isEmpty ? nil : texts.joined(separator: "; ")
  }

  static func anchor(_ index: Int) -> String { "policy-\(index + 1)" }

  private static func first(_ event: DriftEventRecord?, _ figures: DriftFigures) -> String? {
    event.map { event in
      let left = figures.bitsLeft(event).map { ", \($0) left" } ?? ""
      return "\(site(event, figures))\(left)"
    }
  }

  private static func site(_ event: DriftEventRecord, _ figures: DriftFigures) -> String {
    let tensor = figures.tensorName(event.tensor).map { ", in \($0)" } ?? ""
    let element = event.element.map { "[\($0)]" } ?? ""
    return figures.place(event) + tensor + element
  }
}
