import LabRecords

/// One equation under one policy: whether what is wrong with its result was made there, came in, or grew.
///
/// Three errors are compared, in bits that are lost: of the equation alone, from true operands; of a whole step from the
/// true state; and of the free run. What each adds to the one before says where the bits went.
struct EquationFigures {
  /// Where most of the lost bits were lost.
  enum Verdict: Equatable {
    /// The free run loses less than a sixth of the digits.
    case ordinary
    /// By the equation, even from true operands.
    case own
    /// By the equations before it, in the same step.
    case inherited
    /// In the steps before.
    case grown
    /// NaN or infinite at the end; `alone` where it is so from true operands too.
    case notFinite(alone: Bool)
    /// There is no error to speak of.
    case unmeasured
  }

  let record: AttributionRecord
  let holds: Int
  /// Bits lost by the equation alone, after one step from the true state, and in the free run; none below 0.
  let alone: Double?
  let step: Double?
  let free: Double?
  let verdict: Verdict

  /// - Parameter series: The same quantity in the free run.
  init(_ record: AttributionRecord, series: SeriesFigures) {
    self.record = record
    holds = series.holds
    let full = Double(series.holds)
    func lost(_ error: Double?) -> Double? {
      error.flatMap { Agreement(error: $0, nonFinite: 0, cap: series.holds).bits.map { full - $0 } }
    }
    alone = record.bitsLost.map { min(max(0, $0), full) }
    step = lost(record.local)
    free = lost(record.free)
    verdict = Self.verdict(alone: alone, step: step, free: free, full: full, isBroken: series.last == .notFinite)
  }

  /// What each of the three errors adds to the one before; they sum up to what the worst of them loses.
  var added: (alone: Double, step: Double, free: Double) {
    let (first, second, third) = (alone ?? 0, step ?? 0, free ?? 0)
    return (first, max(0, second - first), max(0, third - max(first, second)))
  }

  /// How much of the digits of the format the free run loses.
  var share: Double { (free ?? 0) / Double(max(1, holds)) }

  private static func verdict(
    alone: Double?, step: Double?, free: Double?, full: Double, isBroken: Bool
  ) -> Verdict {
    if isBroken { return .notFinite(alone: alone == nil) }
    guard let free else { return .unmeasured }
    guard free >= full / 6 else { return .ordinary }
    let first = alone ?? 0
    let second = max(0, (step ?? 0) - first)
    let third = max(0, free - max(first, step ?? 0))
    return first >= max(second, third) ? .own : second >= third ? .inherited : .grown
  }
}

extension RunFigures {
  /// The equations in the order of a step; empty where nothing was attributed.
  var equations: [EquationFigures] {
    record.attribution.map { equation in
      EquationFigures(
        equation,
        series: series.first { $0.symbol == equation.quantity }
          ?? SeriesFigures(symbol: equation.quantity, record: nil, bits: record.bits))
    }
  }
}

extension [EquationFigures] {
  /// The one to look at first: the first that is not finite, else the worst of those that are bad themselves, else the one
  /// that lost the largest share of its digits.
  ///
  /// Δθ is left out: a difference of nearly equal numbers has few digits in any format.
  var worst: EquationFigures? {
    let broken = judged.first { if case .notFinite = $0.verdict { true } else { false } }
    return broken ?? judged.filter { $0.verdict == .own }.max { ($0.alone ?? 0) < ($1.alone ?? 0) } ?? largest
  }

  /// The one that lost the largest share of its digits in the free run.
  var largest: EquationFigures? { judged.filter { $0.free != nil }.max { $0.share < $1.share } }

  private var judged: [EquationFigures] { filter { $0.record.quantity != DriftFigures.displacement } }
}
