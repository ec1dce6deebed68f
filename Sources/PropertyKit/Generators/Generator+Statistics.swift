/// What a case was counted as.
struct CaseLabels {
  var labels: [String] = []
  var covered: [(name: String, share: Double, isCovered: Bool)] = []
}

extension Generator {
  /// Counts the cases by a label, so that a report shows what was tested.
  public func label(_ name: @escaping @Sendable (Value) -> String?) -> Generator {
    let run = run
    return Generator { (source) throws(Rejection) in
      let value = try run(source)
      if source.labels != nil, let label = name(value) { source.labels?.labels.append(label) }
      return value
    }
  }

  /// Counts the cases for which `isMember` holds.
  public func classify(_ name: String, _ isMember: @escaping @Sendable (Value) -> Bool) -> Generator {
    label { isMember($0) ? name : nil }
  }

  /// Demands that `isMember` holds in at least `share` of the cases: otherwise the property fails, whatever it says of the
  /// cases themselves.
  ///
  /// The share is judged with confidence: more cases are run, up to eight times as many, until it is decided.
  public func cover(_ name: String, atLeast share: Double, _ isMember: @escaping @Sendable (Value) -> Bool) -> Generator
  {
    demand(share > 0 && share < 1, "A share to cover lies between 0 and 1, but this is \(share).")
    let run = run
    return Generator { (source) throws(Rejection) in
      let value = try run(source)
      if source.labels != nil { source.labels?.covered.append((name, share, isMember(value))) }
      return value
    }
  }
}
