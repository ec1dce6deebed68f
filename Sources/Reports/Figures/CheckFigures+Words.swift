import LabRecords

/// The sentences that both the page and the terminal begin with.
extension CheckFigures {
  /// The result of the run in one sentence, without a full stop.
  var headline: String {
    let clauses = [hasResults ? resultClause : nil, mutants.map(mutantClause)].compactMap(\.self)
    return clauses.isEmpty ? "Nothing was checked" : clauses.joined(separator: "; ")
  }

  /// What was found in a few sentences, for a reader who stops there.
  var story: [String] {
    [
      hasResults ? triedSentence : nil, hasResults ? boundsSentence : nil, rateSentence,
      mutants.flatMap(mutantSentence),
    ]
    .compactMap(\.self)
  }

  private var triedSentence: String? {
    guard !tried.isEmpty else { return nil }
    return "\(Numbers.spelled(properties.count, "property", "properties")), each stated once, "
      + "\(properties.count == 1 ? "was" : "were") tried on \(record.subject) in \(Numbers.list(formats)): "
      + "\(Numbers.grouped(tried.reduce(0) { $0 + $1.cases })) random cases, all determined by the seed \(record.seed)."
  }

  private var boundsSentence: String? {
    let holding = properties.filter { $0.failures.isEmpty && $0.doubts.isEmpty && !$0.tried.isEmpty }
    let (scored, exact) = (holding.filter { $0.nearest != nil }, holding.filter { !$0.record.isScored })
    let near = scored.count { ($0.nearest?.worst ?? 0) >= 0.1 }
    guard !holding.isEmpty else { return nil }
    let bits = "Of those that hold, \(exact.count) hold bit for bit"
    guard !scored.isEmpty else { return bits + "." }
    return
      "\(bits). The other \(scored.count) have a bound: in \(near) of them some case comes within a factor of 10 of it"
      + (slack.isEmpty
        ? "."
        : ", in \(slack.count) none comes within a factor of 1,000, which shows that the bound or the cases could be sharper.")
  }

  private var rateSentence: String? {
    failureRateBound.map { bound in
      "No random test proves anything: at \(confidence) confidence, a property that held may still fail in "
        + "1 of \(Numbers.oneIn(bound)) cases drawn in the same way."
    }
  }

  private func mutantSentence(_ mutants: CheckedMutants) -> String? {
    let total = mutants.total
    guard total.all > 0 else { return nil }
    let apart =
      total.heldOut == 0
      ? "" : ", among them \(mutants.noticed.heldOut) of \(total.heldOut) that were written apart and held out"
    let best = mutants.otherWays.max { $0.noticed.all < $1.noticed.all }
    let other = best.map { " The best of the other ways, “\($0.record.name)”, notices \($0.noticed.all)." } ?? ""
    return "\(Numbers.spelled(total.all, "wrong optimizer was", "wrong optimizers were")) tried in "
      + "\(mutants.record.format), with \(Numbers.count(mutants.record.seeds.count, "seed", "seeds")) and up to "
      + "\(Numbers.count(mutants.record.limit, "case", "cases")) of each property. The catalogue notices "
      + "\(mutants.noticed.all)\(apart); \(mutants.noticedAlways.all) by one property with every seed.\(other)"
  }

  /// What was run and how, in parts.
  var subject: [String] {
    var parts = ["checked: \(record.subject)", "seed \(record.seed)"]
    if hasResults {
      parts.append(
        "\(Numbers.count(properties.count, "property", "properties")) × "
          + Numbers.count(formats.count, "format", "formats"))
      parts.append("\(Numbers.count(record.cases, "case", "cases")) each")
    }
    if let mutants { parts.append(mutants.setting) }
    parts.append(Numbers.duration(record.seconds))
    if let bound = failureRateBound { parts.append("\(rate(bound)) at \(confidence) confidence") }
    return parts
  }

  /// What a property that held may still do, as in `what holds may still fail in 1 of 3,338 cases`.
  private func rate(_ bound: Double) -> String {
    "what holds may still fail in 1 of \(Numbers.oneIn(bound)) cases"
  }

  /// The confidence, as in `95 %`.
  var confidence: String {
    let percent = 100 * record.confidence
    return "\(Numbers.fixed(percent, percent == percent.rounded() ? 0 : 1)) %"
  }

  private var resultClause: String {
    let named = properties.filter { !$0.tried.isEmpty }
    guard !named.isEmpty else {
      return "None of \(Numbers.count(properties.count, "property", "properties")) was tried"
    }
    if !failing.isEmpty {
      let verb = failing.count == 1 ? "fails" : "fail"
      let doubt = doubtful.isEmpty ? "" : "; \(doubtClause)"
      let many = properties.count == 1 ? "property" : "properties"
      return "\(failing.count) of \(named.count) \(many) \(verb): \(places(failing, \.failures))\(doubt)\(skips)"
    }
    if !doubtful.isEmpty {
      return "No case fails of \(Numbers.count(named.count, "property", "properties")), but \(doubtClause)\(skips)"
    }
    let who = named.count == 1 ? "\(named[0].record.id) holds" : "All \(named.count) properties hold"
    let run = Set(tried.map(\.format))
    let places = run.count == 1 ? tried[0].format : "\(run.count) formats"
    return "\(who) in \(places) over \(cases)\(skips)"
  }

  private var cases: String {
    let counts = tried.map(\.cases)
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    return least == most
      ? "\(Numbers.count(most, "case", "cases")) each"
      : "\(Numbers.grouped(least)) to \(Numbers.grouped(most)) cases each"
  }

  private var doubtClause: String { "the run says too little of \(doubtful.count): \(places(doubtful, \.doubts))" }

  private var skips: String {
    let skipped = properties.flatMap(\.skipped).count
    let verb = skipped == 1 ? "was" : "were"
    return skipped == 0
      ? "" : "; \(Numbers.grouped(skipped)) of \(Numbers.grouped(record.results.count)) tries \(verb) skipped"
  }

  /// Up to three properties and the formats, as in `momentum-bound in float16 and forgetting in all 4 formats`.
  private func places(
    _ properties: [CheckedProperty], _ results: (CheckedProperty) -> [PropertyResultRecord]
  ) -> String {
    let shown = properties.prefix(properties.count == 4 ? 4 : 3).map { property in
      let (formats, all) = (results(property).map(\.format), property.tried.count)
      let isEverywhere = formats.count == all && all > 2
      return "\(property.record.id) in \(isEverywhere ? "all \(all) formats" : Numbers.list(formats))"
    }
    let rest = properties.count - shown.count
    return rest == 0 ? shown.joined(separator: ", ") : "\(shown.joined(separator: ", ")) and \(rest) more"
  }

  private func mutantClause(_ mutants: CheckedMutants) -> String {
    guard !mutants.mutants.isEmpty else { return "No mutant was tried" }
    let (noticed, total) = (mutants.noticed.all, mutants.total.all)
    let proved = mutants.survivors.count - mutants.missed.count
    let who =
      properties.count == 1 ? "\(properties[0].record.id) notices" : "\(properties.count) properties notice"
    let all =
      total == 1 ? "the one mutant" : noticed == total ? "all \(total) mutants" : "\(noticed) of \(total) mutants"
    if total == 1, noticed == 0 { return "\(who) nothing wrong with \(mutants.mutants[0].record.id)" }
    let missed =
      mutants.missed.isEmpty ? "" : " and \(properties.count == 1 ? "misses" : "miss") \(mutants.missed.count)"
    let others =
      proved == 0 ? "" : proved == 1 ? "; 1 more is proved equivalent" : "; \(proved) more are proved equivalent"
    return "\(who) \(all)\(missed)\(others)"
  }
}

extension CheckedMutants {
  /// How the mutants were run, as in `210 mutants in float, 20 seeds, up to 1,000 cases each`.
  var setting: String {
    "\(Numbers.count(mutants.count, "mutant", "mutants")) in \(record.format), "
      + "\(Numbers.count(record.seeds.count, "seed", "seeds")), up to \(Numbers.count(record.limit, "case", "cases")) each"
  }
}
