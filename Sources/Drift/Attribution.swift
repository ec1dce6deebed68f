internal import CAMECore
internal import Formats
internal import LabRecords
internal import RealModule

/// Which equation of the step loses how much: its own error, that of a whole step, and that of the free run.
extension PolicyResult {
  /// What one equation does; `nil` if no tensor computes it.
  func attribution(_ quantity: Quantity) -> AttributionRecord? {
    guard worst(quantity, step: 1) != nil else { return nil }
    let own = (1...steps).compactMap { step in
      worstLocal(quantity, step: step) { $0.own }.map { (step: step, tensor: $0.tensor, error: $0.error) }
    }
    let local = (1...steps).compactMap { worstLocal(quantity, step: $0) { $0.step }?.error }
    let worstOwn = own.max { rank($0.error) < rank($1.error) }
    let typical = median(own.map(\.error))
    let kept = StoredQuantity.allCases.first { $0.quantity == quantity }.flatMap { kept in
      median(
        (1...steps).compactMap { step in
          studies.compactMap { $0.keeping[index][kept]?[step - 1] }.max { rank($0) < rank($1) }
        })
    }
    return AttributionRecord(
      quantity: quantity.rawValue, own: typical, ownWorst: worstOwn.flatMap { finite($0.error) },
      ownStep: worstOwn?.step, ownTensor: worstOwn?.tensor, bitsLost: typical.map { bitsLost($0, quantity) },
      local: median(local), free: worst(quantity, step: steps).flatMap { finite($0.measured.error) }, keeping: kept,
      counts: counts(quantity))
  }

  /// The bits that a relative error is past that of a correctly rounded result, which is at most one unit roundoff.
  private func bitsLost(_ error: Double, _ quantity: Quantity) -> Double {
    let bits = quantity == .θ ? significantBits(.θ) : policy.arithmetic.significantBits
    return error == 0 ? 0 : max(0, .log2(error) + Double(bits))
  }

  private func median(_ errors: [Double]) -> Double? {
    guard !errors.isEmpty else { return nil }
    return finite(errors.sorted { rank($0) < rank($1) }[(errors.count - 1) / 2])
  }

  /// What was counted over all tensors and steps.
  private func counts(_ quantity: Quantity) -> EventCountsRecord {
    var counts = EventCountsRecord()
    for study in studies {
      guard let measured = study.measured[index][quantity] else { continue }
      for step in measured {
        counts.underflowed += step.underflowed
        counts.overflowed += step.overflowed
        counts.invalid += step.invalid
        counts.elements += step.elements
      }
      for step in study.counts[index][quantity] ?? [] {
        counts.cancelled += step.cancelled
        counts.absorbed += step.absorbed
      }
    }
    return counts
  }
}
