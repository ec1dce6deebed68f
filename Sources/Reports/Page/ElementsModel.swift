import LabRecords

/// Bits of error of single elements at the last step, a table a policy.
struct ElementsModel {
  struct Policy {
    let anchor: String
    let swatch: String
    let policy: String
    let summary: String
    let rows: [Row]
  }

  struct Row {
    let symbol: String
    let name: String
    let median: String
    let high: String
    let worst: String
    let site: String
    /// Places on a scale of the digits of the format, in percent; `nil` where one of the three is missing.
    let span: Span?
  }

  struct Span {
    let median: String
    let length: String
    let worst: String
  }

  let policies: [Policy]

  /// `nil` where no elements were measured.
  init?(_ figures: DriftFigures) {
    policies = figures.runs.compactMap { run in
      let rows = figures.record.quantities.enumerated().compactMap { index, quantity -> (Row, Double?)? in
        let record = run.record.series.first { $0.quantity == quantity.symbol }
        guard let bits = record?.bits, !bits.median.isEmpty else { return nil }
        return (Row(quantity, bits, holds: run.series[index].holds, figures), bits.worst.last ?? nil)
      }
      guard !rows.isEmpty else { return nil }
      let worst = rows.filter { $0.1 != nil }.max { ($0.1 ?? 0) < ($1.1 ?? 0) }?.0
      return Policy(
        anchor: "elements-\(run.index + 1)", swatch: PolicyStyle(index: run.index).swatch.source,
        policy: run.record.policy,
        summary: worst.map { "worst is \($0.symbol), \($0.worst) bits in \($0.site)" } ?? "nothing finite to measure",
        rows: rows.map(\.0))
    }
    if policies.isEmpty { return nil }
  }
}

extension ElementsModel.Row {
  init(_ quantity: QuantityRecord, _ bits: BitsOfErrorRecord, holds: Int, _ figures: DriftFigures) {
    symbol = quantity.symbol
    name = quantity.name
    let three = [bits.median, bits.high, bits.worst].map { $0.last ?? nil }
    func text(_ value: Double?) -> String { value.map { Numbers.fixed($0) } ?? "–" }
    (median, high, worst) = (text(three[0]), text(three[1]), text(three[2]))
    site = figures.elementName(bits.worstTensor.last ?? nil, bits.worstElement.last ?? nil) ?? "–"
    func percent(_ value: Double) -> Double { 100 * min(1, max(0, value) / Double(max(1, holds))) }
    if let low = three[0], let high = three[1], let worst = three[2] {
      span = .init(
        median: "\(Numbers.fixed(percent(low)))%", length: "\(Numbers.fixed(max(0, percent(high) - percent(low))))%",
        worst: "\(Numbers.fixed(percent(worst)))%")
    } else {
      span = nil
    }
  }
}

extension DriftFigures {
  /// An element by its tensor and its place in it, as in `tok.weight[3, 11]`.
  func elementName(_ tensor: Int?, _ element: Int?) -> String? {
    guard let tensor, let tensor = record.tensors.element(at: tensor) else { return nil }
    guard let element else { return tensor.name }
    var rest = element
    let place = tensor.shape.reversed().map { length in
      let index = rest % max(1, length)
      rest /= max(1, length)
      return index
    }
    return tensor.shape.isEmpty
      ? tensor.name : "\(tensor.name)[\(place.reversed().map(String.init).joined(separator: ", "))]"
  }
}
