import LabRecords

/// A validation as a reader wants it: by family and quantity, with its verdict in words.
struct ValidationFigures {
  /// The quantities in the order of a step.
  static let quantities = ["r", "c", "v", "m", "R", "C", "θ"]

  /// The cases of a family.
  struct Family {
    let name: String
    let aim: String
    let type: String
    let cases: [ValidatedCaseRecord]

    func count(_ verdict: PortVerdict) -> Int { cases.count { $0.verdict == verdict } }

    /// The worst of a quantity; nil if it was never shown.
    func worst(_ quantity: String) -> Double? {
      cases.flatMap(\.quantities).filter { $0.quantity == quantity }.map { $0.ratio ?? .infinity }.max()
    }
  }

  let record: ValidationRecord
  let families: [Family]

  init(_ record: ValidationRecord) {
    self.record = record
    var order: [[String]] = []
    for item in record.cases where !order.contains([item.type, item.family]) { order.append([item.type, item.family]) }
    families = order.map { key in
      let cases = record.cases.filter { [$0.type, $0.family] == key }
      return Family(name: key[1], aim: cases[0].aim, type: key[0], cases: cases)
    }
  }

  func count(_ verdict: PortVerdict) -> Int { record.cases.count { $0.verdict == verdict } }

  /// Such as "came-pytorch 0.1.3".
  var port: String { record.port.version.isEmpty ? record.port.name : "\(record.port.name) \(record.port.version)" }

  /// How many cases came out how, in one sentence.
  var tally: String {
    let words: [(PortVerdict, String)] = [
      (.conforms, "conform"), (.unusual, "are within bounds but unusual"), (.differs, "are out of bounds"),
      (.failed, "have no answer"), (.unsupported, "aren't supported"),
    ]
    let parts = words.compactMap { verdict, text in
      count(verdict) > 0 ? "\(Numbers.grouped(count(verdict))) \(text)" : nil
    }
    return parts.isEmpty
      ? "No case was run." : "Of \(Numbers.count(record.cases.count, "case", "cases")), \(Numbers.list(parts))."
  }

  /// What the failures agree with, sentence by sentence; empty if nothing failed.
  var diagnosis: [String] { record.diagnoses.flatMap(sentences) }

  private func sentences(_ diagnosis: DiagnosisRecord) -> [String] {
    let equation = diagnosis.equation.isEmpty ? "" : " (\(diagnosis.equation))"
    let cases = Numbers.count(diagnosis.failures, "failing case", "failing cases")
    var sentences = [
      "\(diagnosis.scope.map { "Of \($0), the" } ?? "The") first thing wrong is the \(diagnosis.quantityName)\(equation) in "
        + "\(Numbers.grouped(diagnosis.count)) of \(cases) that were looked into."
    ]
    let reference = "with CAME to \(digits(diagnosis.digitsOfReference))"
    guard diagnosis.isExplained, let best = diagnosis.matches.first else {
      return sentences + ["It agrees with no mistake that is known here, and \(reference)."]
    }
    sentences.append(
      "It agrees with “\(best.mistake.trimmingFullStop)” (\(best.id)) to \(digits(best.digits)), and \(reference).")
    if let seen = best.seen { sentences.append("That was seen in \(seen).") }
    let others = diagnosis.matches.dropFirst().filter(\.isTied).map(\.id)
    if !others.isEmpty { sentences.append("These cases can't tell it from \(Numbers.list(others)).") }
    return sentences
  }

  private func digits(_ digits: Double) -> String { digits < 0.05 ? "no digit" : "\(Numbers.fixed(digits)) digits" }

  /// Why cases have no verdict: each reason once, with how many cases it is of and the end of the standard error of one.
  func reasons(_ verdict: PortVerdict) -> [(text: String, count: Int, standardError: String?)] {
    var order: [String] = []
    let cases = record.cases.filter { $0.verdict == verdict }
    for item in cases where !order.contains(item.message ?? "") { order.append(item.message ?? "") }
    return order.map { text in
      let same = cases.filter { ($0.message ?? "") == text }
      return (text, same.count, same.compactMap(\.standardError).first)
    }
  }
}

extension String {
  fileprivate var trimmingFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}

extension PortVerdict {
  /// One sign, so that a verdict doesn't rely on color.
  var mark: String {
    switch self {
    case .conforms: "✓"
    case .unusual: "~"
    case .differs, .failed: "✕"
    case .unsupported: "–"
    }
  }

  var meaning: Paint.Meaning {
    switch self {
    case .conforms: .good
    case .unusual: .warn
    case .differs, .failed: .alarm
    case .unsupported: .soft
    }
  }

  /// In a word or two.
  var word: String {
    switch self {
    case .conforms: "conforms"
    case .unusual: "unusual"
    case .differs: "not CAME"
    case .failed: "no answer"
    case .unsupported: "not supported"
    }
  }
}
