internal import LabRecords

extension Validation.Outcome {
  /// The verdict in one sentence.
  public func summary(of name: String) -> String {
    let asked = cases.filter { $0.verdict != .unsupported }
    let (count, good) = (asked.count, asked.count { [.conforms, .unusual].contains($0.verdict) })
    switch verdict {
    case .conforms:
      // At most 1, or it wouldn't conform.
      let worst = asked.flatMap(\.quantities).compactMap(\.ratio).max() ?? 0
      return
        "\(name) is CAME in all \(count) cases: its worst error is \(Double(Int(worst * 100)) / 100) of what correct "
        + "arithmetic may make."
    case .unusual:
      let unusual = asked.count { $0.verdict == .unusual }
      return
        "\(name) is within the bounds of CAME in all \(count) cases, but in \(unusual) farther from the exact result than "
        + "correct implementations are as a rule."
    case .differs:
      return "\(name) is not CAME: \(asked.count { $0.verdict == .differs }) of \(count) cases are out of bounds."
    case .failed: return "\(name) gives no answer in \(count - good) of \(count) cases; the others are within bounds."
    case .unsupported: return "\(name) takes none of the cases."
    }
  }
}
