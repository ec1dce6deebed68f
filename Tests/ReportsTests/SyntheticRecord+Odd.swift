import LabRecords

/// Records that a report must survive.
extension SyntheticRecord {
  /// Not one bit is wrong anywhere.
  static var exact: DriftRecord {
    var record = full(steps: 12)
    record.runs = [ordinary("double", "Double", bits: 53, state: 8.62, steps: 12, seed: 1)]
    for index in record.runs[0].series.indices {
      record.runs[0].series[index].worst = Array(repeating: 0, count: 12)
      record.runs[0].series[index].worstUlps = Array(repeating: 0, count: 12)
    }
    return record
  }

  /// One policy turns to NaN at step 37 for good, another is NaN from step 10 to 15 and comes back.
  static var midway: DriftRecord {
    var lost = ordinary("bfloat16", "BFloat16", bits: 8, state: 2.16, steps: 100, seed: 9)
    var back = ordinary("tf32", "TF32", bits: 11, state: 4.31, steps: 100, seed: 10)
    for index in 9..<quantities.count {
      erase(36..<100, of: &lost.series[index])
      if index > 11 { erase(9..<15, of: &back.series[index]) }
    }
    lost.firstNonFinite = .init(step: 37, quantity: "R", tensor: 1)
    lost.outcome = "NaN from step 37 on."
    return record(steps: 100, runs: [lost, back])
  }

  private static func erase(_ steps: Range<Int>, of series: inout DriftSeriesRecord) {
    for step in steps {
      series.worst[step] = nil
      series.worstUlps[step] = nil
      series.nonFinite[step] = 5
    }
  }

  /// What a name must not be able to do: end a tag, an attribute (even with an accent on the quotation mark), a line, a cell.
  static let poison = "<img src=x onerror=alert(1)>&\"' \"\u{301} x=\"\u{1B}[31m\u{202E}</style>\n|<script>{{command}}"

  /// Everything was measured, and nothing came out finite.
  static var nothingFinite: DriftRecord {
    var record = complete(steps: 20)
    for run in record.runs.indices {
      for index in record.runs[run].series.indices {
        erase(0..<20, of: &record.runs[run].series[index])
        let nothing = [Double?](repeating: nil, count: 20)
        record.runs[run].series[index].local = nothing
        record.runs[run].series[index].bits = BitsOfErrorRecord(
          median: nothing, high: nothing, worst: nothing, worstTensor: nothing.map { _ in nil },
          worstElement: nothing.map { _ in nil })
      }
      record.runs[run].attribution = record.runs[run].attribution.map {
        AttributionRecord(
          quantity: $0.quantity, own: nil, ownWorst: nil, ownStep: nil, ownTensor: nil, bitsLost: nil, local: nil,
          free: nil, counts: $0.counts)
      }
    }
    for index in record.significance.indices {
      for series in record.significance[index].series.indices {
        let nothing = [Double?](repeating: nil, count: 20)
        record.significance[index].series[series].median = nothing
        record.significance[index].series[series].low = nothing
        record.significance[index].series[series].lowerBound = nothing
      }
    }
    if let trials = record.search?.trials {
      record.search?.best = nil
      record.search?.trials = trials.map { trial in
        SearchTrialRecord(
          policy: trial.policy, bytesPerParameter: trial.bytesPerParameter,
          stateBytesPerParameter: trial.stateBytesPerParameter, bits: nil, isWithin: false, isOnFront: false)
      }
    }
    return record
  }

  /// A search that tried one policy, found none, and looked at no quantity.
  static var fruitless: DriftRecord {
    var record = full(steps: 8)
    record.search = SearchRecord(
      budget: 60.5, start: "double", best: nil,
      trials: [
        .init(
          policy: "double", bytesPerParameter: 16.62, stateBytesPerParameter: 8.62, bits: 48.6, isWithin: false,
          isOnFront: true)
      ], quantities: [])
    return record
  }

  /// The whole story with every text poisoned.
  static var hostile: DriftRecord {
    var record = complete()
    record.tool += poison
    record.made += poison
    record.command += poison
    record.reference += poison
    record.workload.name += poison
    record.workload.summary = poison
    record.workload.sha256? += poison
    record.tensors = record.tensors.map { .init(name: $0.name + poison, shape: $0.shape) }
    record.hyperparameters = record.hyperparameters.map {
      .init(symbol: $0.symbol + poison, name: poison, value: poison)
    }
    record.quantities = record.quantities.map {
      .init(symbol: $0.symbol, name: $0.name + poison, equation: poison)
    }
    for index in record.runs.indices { poison(&record.runs[index]) }
    for index in record.significance.indices {
      record.significance[index].arithmetic += poison
      for series in record.significance[index].series.indices {
        record.significance[index].series[series].quantity += poison
      }
    }
    if var search = record.search {
      search.start += poison
      search.best? += poison
      for index in search.trials.indices { search.trials[index].policy += poison }
      search.quantities = search.quantities.map {
        .init(quantity: $0.quantity + poison, narrowest: $0.narrowest.map { $0 + poison }, chosen: poison)
      }
      record.search = search
    }
    return record
  }

  private static func poison(_ run: inout DriftRunRecord) {
    run.policy += poison
    run.title += poison
    run.arithmetic += poison
    run.storage += poison
    run.rounding += poison
    run.outcome += poison
    run.stored = run.stored.map {
      .init(quantity: $0.quantity + poison, format: poison, title: $0.title + poison, bytes: $0.bytes)
    }
    run.accumulators = run.accumulators.map {
      .init(quantity: $0.quantity + poison, format: poison, title: $0.title + poison, bytes: nil)
    }
    for index in run.findings.indices {
      run.findings[index].sentence += poison
      run.findings[index].cure = run.findings[index].cure.map { $0 + poison }
    }
  }

  /// Series that are shorter than others, lack some of their arrays, or are absent, and tensors that don't exist.
  static var ragged: DriftRecord {
    var record = full(steps: 30)
    record.tensors = []
    record.runs[1].series.removeLast()
    record.runs[2].series[3].worst = Array(record.runs[2].series[3].worst.prefix(7))
    record.runs[3].series[4].nonFinite = []
    record.runs[3].series[4].worst[20] = nil
    record.runs[4].series[14].nonFinite[29] = 0
    record.runs[4].series[14].worst[29] = nil
    record.runs[5].series = []
    return record
  }
}
