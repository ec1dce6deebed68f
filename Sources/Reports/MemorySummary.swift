public import LabRecords

/// The bytes of optimizers' states in the terminal.
public enum MemorySummary {
  /// A table a model, the least first, and what was published beside what the shapes say.
  public static func text(_ record: MemoryRecord, width: Int, color: Bool) -> String {
    let paint = Paint(color: color)
    var lines: [String] = []
    for model in record.models {
      let states = model.states.sorted { $0.bytes < $1.bytes }
      let dense = Double(model.parameters * 2)
      lines += [paint("\(model.title), \(Numbers.grouped(model.parameters)) parameters", .strong)]
      if !model.remark.isEmpty { lines += model.remark.wrapped(to: width).map { paint($0, .soft) } }
      lines += TextTable(columns: [
        .init("optimizer", states.map(\.optimizer)),
        .init("MiB", states.map { Numbers.fixed(Double($0.bytes) / 0x1p20, 1) }, isNumber: true),
        .init("bytes", states.map { Numbers.grouped($0.bytes) }, isNumber: true, rank: 1),
        .init("of Adam's", states.map { share($0.numbers, of: dense) }, isNumber: true),
      ]).lines(width: width, paint: paint)
      lines += [""]
    }
    if !record.published.isEmpty {
      lines += [paint("What was published, less what the shapes say", .strong)]
      lines += TextTable(columns: [
        .init("difference", record.published.map(\.what)),
        .init("published", record.published.map { "\(Numbers.fixed($0.published, 2)) \($0.unit)" }, isNumber: true),
        .init("computed", record.published.map { "\(Numbers.fixed($0.computed, 3)) \($0.unit)" }, isNumber: true),
        .init("off by", record.published.map { percent($0.deviation) }, isNumber: true),
        .init("source", record.published.map(\.source), rank: 0),
      ]).lines(width: width, paint: paint)
      lines += "What was measured holds an implementation's temporaries, too; shapes hold none.".wrapped(to: width).map
      {
        paint($0, .soft)
      }
      lines += [""]
    }
    return lines.dropLast().joined(separator: "\n")
  }

  private static func share(_ numbers: Int, of whole: Double) -> String {
    whole > 0 ? "\(Numbers.fixed(100 * Double(numbers) / whole, 2)) %" : "–"
  }

  private static func percent(_ x: Double) -> String {
    (x < 0 ? "−" : "+") + "\(Numbers.fixed(100 * x.magnitude, 1)) %"
  }
}
