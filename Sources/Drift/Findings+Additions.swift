internal import CAMECore
internal import Formats
internal import LabRecords
internal import RealModule

/// What additions lost: a difference that cancels, and an average that doesn't feel what is added to it.
extension Findings {
  /// The element of û − m that lost most against û and m, if that is more than three bits and the two agree in half of their
  /// digits somewhere.
  var cancellation: FindingRecord? {
    let counts = result.studies.flatMap { $0.counts[result.index][.U] ?? [] }
    let elements = result.studies.reduce(0) {
      $0 + ($1.measured[result.index][.U] ?? []).reduce(0) { $0 + $1.elements }
    }
    let cancelled = counts.reduce(0) { $0 + $1.cancelled }
    guard cancelled > 0, let U = result.bits[.U]?.record, let û = result.bits[.û]?.record,
      let m = result.bits[.m]?.record
    else { return nil }
    let lost = (0..<result.steps).map { step -> Double in
      guard let U = U.worst[step], let û = û.worst[step], let m = m.median[step] else { return 0 }
      return U - max(û, m)
    }
    guard let worst = lost.indices.max(by: { lost[$0] < lost[$1] }), lost[worst] > 3, let tensor = U.worstTensor[worst]
    else { return nil }
    let bits = Double(result.policy.arithmetic.significantBits)
    let left = max(0, bits - (U.worst[worst] ?? bits))
    var sentence =
      "û − m cancels: in \(percent(cancelled, of: elements)) of all elements the two agree in half of their digits or more; at step "
      + "\(worst + 1) an element of U of \(names[tensor]) keeps \(rounded(left)) of \(rounded(bits)) bits, where û keeps "
      + "\(rounded(max(0, bits - (û.worst[worst] ?? 0))))."
    if let R = result.worst(.R, step: worst + 1)?.measured.error, R.isFinite {
      sentence +=
        " Such elements are small, and U is only averaged: R is right to \(rounded(ErrorMeasure.bitsOfAgreement(relativeError: R))) bits there."
    }
    return FindingRecord(
      kind: .cancellation, fatal: false, sentence: sentence,
      cure:
        "Form û − m as β1 (û − m of the step before): the same number without the rounding of m; what û has lost, it keeps.",
      event: DriftEventRecord(
        step: worst + 1, quantity: Quantity.U.rawValue, tensor: tensor, element: U.worstElement[worst], bitsLeft: left))
  }

  /// The average that stood still most often, if that is at more than one step in a hundred.
  var absorption: FindingRecord? {
    var worst: (share: Double, quantity: Quantity, count: Int, elements: Int)?
    for quantity in [Quantity.r, .c, .v, .m, .R, .C] {
      let studies = result.studies.filter { $0.measured[result.index][quantity] != nil }
      let elements = studies.reduce(0) {
        $0 + ($1.measured[result.index][quantity] ?? []).reduce(0) { $0 + $1.elements }
      }
      let count = studies.reduce(0) { $0 + ($1.counts[result.index][quantity] ?? []).reduce(0) { $0 + $1.absorbed } }
      guard elements > 0, count * 100 > elements else { continue }
      let share = Double(count) / Double(elements)
      if share > worst?.share ?? 0 { worst = (share, quantity, count, elements) }
    }
    guard let worst else { return nil }
    let kept = StoredQuantity.allCases.first { $0.quantity == worst.quantity }
    let own = kept.flatMap { result.policy.stored[$0] }
    let format = own?.title ?? result.policy.arithmetic.title
    let first = (1...result.steps).lazy.compactMap { step in
      result.studies.indices.first { tensor in
        result.studies[tensor].counts[result.index][worst.quantity].map { $0[step - 1].absorbed > 0 } ?? false
      }.map { (step, $0) }
    }.first
    return FindingRecord(
      kind: .absorption, fatal: false,
      sentence:
        "In \(percent(worst.count, of: worst.elements)) of its updates \(worst.quantity.rawValue) did not feel what was added to it: "
        + "under half of the last bit in \(format), it vanishes beside the average.",
      cure: own == nil
        ? "Hold the average in a wider format."
        : "Hold the average in a wider format, or round it at random when it is kept.",
      event: first.map { DriftEventRecord(step: $0.0, quantity: worst.quantity.rawValue, tensor: $0.1) })
  }
}
