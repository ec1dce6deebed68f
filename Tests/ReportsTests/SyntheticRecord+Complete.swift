import Foundation
import LabRecords

/// The whole story with everything measured that the lab can measure.
extension SyntheticRecord {
  /// - Parameter tensors: How many tensors the model has; those past the first four are named by their number.
  static func complete(steps: Int = 100, tensors count: Int = 4) -> DriftRecord {
    var record = full(steps: steps)
    record.tensors += (min(4, count)..<count).map { .init(name: "blocks.\($0).mlp.weight", shape: [64, 16]) }
    for index in record.runs.indices {
      measure(&record.runs[index], isLate: index == 1, tensors: record.tensors.count)
      record.runs[index].attribution = attribution(record.runs[index])
      record.runs[index].stored = stored(record.runs[index])
    }
    record.runs[1].accumulators = [
      .init(quantity: "RMS(u)", format: "double", title: "Double", bytes: nil),
      .init(quantity: "r", format: "double", title: "Double", bytes: nil),
    ]
    record.runs[3].findings = [
      .init(
        kind: .absorption, fatal: false,
        sentence: "In 0.2 % of the additions of R what was added vanished: R + b == R.",
        cure: "Add with compensation.", event: .init(step: 61, quantity: "R", tensor: 1, element: 9))
    ]
    record.significance = [
      significance("BFloat16", bits: 8, steps: steps), significance("Float", bits: 24, steps: steps),
    ]
    record.search = search
    return record
  }

  /// Local errors and bits of error; with `isLate` the error of one step stays where it was at the first.
  private static func measure(_ run: inout DriftRunRecord, isLate: Bool, tensors: Int) {
    for index in run.series.indices {
      let worst = run.series[index].worst
      run.series[index].worstTensor = worst.indices.map { worst[$0] == nil ? nil : ($0 * 7 + index) % tensors }
      run.series[index].local = worst.enumerated().map { step, error in
        error.map { isLate ? $0 / 4 : $0 / (1 + 0.5 * Double(step).squareRoot()) }
      }
      let bits = worst.map { error in error.map { min(Double(run.bits), log2($0 * pow(2, Double(run.bits)) + 1)) } }
      run.series[index].bits = BitsOfErrorRecord(
        median: bits.map { $0.map { 0.3 * $0 } }, high: bits.map { $0.map { 0.7 * $0 } },
        worst: bits.map { $0.map { min(Double(run.bits), $0 + 2.5) } },
        worstTensor: bits.indices.map { bits[$0] == nil ? nil : ($0 + index) % tensors },
        worstElement: bits.indices.map { bits[$0] == nil ? nil : ($0 * 5 + index) % 16 })
    }
  }

  /// 1/√v breaks down by itself in Float16; R does harm itself in `float@direct`; elsewhere errors grow or are ordinary.
  private static func attribution(_ run: DriftRunRecord) -> [AttributionRecord] {
    run.series.dropFirst().enumerated().map { index, series in
      let free = series.worst.last ?? nil
      let unit = pow(2, -Double(run.bits) - 1)
      let isCulprit = run.policy == "float16" && series.quantity == "1/√v"
      let isBad = run.policy == "float@direct" && series.quantity == "R"
      let own: Double? = isCulprit ? nil : isBad ? 1.7e-4 : unit * (1 + 0.2 * Double(index))
      return AttributionRecord(
        quantity: series.quantity, own: own, ownWorst: own.map { $0 * 3 },
        ownStep: own == nil ? nil : series.worst.count,
        ownTensor: own == nil ? nil : index % 4,
        bitsLost: own.map { max(0, log2($0 / unit) - 0.2) }, local: series.local.last ?? nil, free: free,
        counts: EventCountsRecord(
          elements: 813_400, cancelled: series.quantity == "U" ? 91_022 : 0,
          absorbed: series.quantity == "θ" ? 27_655 : 0, underflowed: run.bits == 11 && index < 2 ? 496_174 : 0,
          overflowed: 0, invalid: free == nil ? 813_400 : 0))
    }
  }

  private static func stored(_ run: DriftRunRecord) -> [StoredQuantityRecord] {
    let bytes: [Int: Double] = [11: 2, 24: 4, 53: 8, 127: 32]
    return ["θ", "m", "r", "c", "R", "C"].map { symbol in
      symbol == "m" && run.policy == "float"
        ? .init(
          quantity: symbol, format: "dynamic8", title: "8-bit dynamic codes, a scale for 256 numbers", bytes: 1.015625)
        : .init(
          quantity: symbol, format: symbol == "θ" ? run.storage.lowercased() : run.arithmetic.lowercased(),
          title: symbol == "θ" ? run.storage : run.arithmetic, bytes: bytes[symbol == "θ" ? run.storageBits : run.bits])
    }
  }

  private static func significance(_ name: String, bits: Int, steps: Int) -> SignificanceRecord {
    SignificanceRecord(
      arithmetic: name, bits: bits, samples: 12, seed: 7, probability: 0.99, confidence: 0.95,
      series: quantities.dropFirst().enumerated().map { index, quantity in
        let median = (1...max(1, steps)).prefix(steps).map { step -> Double? in
          Double(bits) - 0.6 - 0.1 * Double(index) - 0.4 * log2(Double(step)) * (index == 8 ? 1.6 : 0.5)
        }
        return SignificanceSeriesRecord(
          quantity: quantity.symbol, median: median, low: median.map { $0.map { $0 - 2.4 } },
          lowerBound: median.map { $0.map { $0 - 0.9 } })
      })
  }

  /// Twenty policies from 4 bytes to 16; two of them ruined.
  static var search: SearchRecord {
    let trials: [(String, Double, Double?)] = [
      ("double", 16.62, 48.6), ("double/float", 12.31, 22.9), ("float", 8.31, 19.4), ("float,m=bfloat16", 6.31, 13.2),
      ("float,m=float16", 6.31, 15.8), ("float,m=dynamic8", 5.33, 12.4), ("float,m=linear8", 5.33, 9.1),
      ("float,m=float8e4m3", 5.31, 7.2), ("float,m=float8e5m2", 5.31, 6.1), ("float,m=dynamic8,R=bfloat16", 5.23, 12.1),
      ("float,m=dynamic8,R=bfloat16,C=bfloat16", 5.18, 11.9),
      ("float,m=dynamic8,r=bfloat16,c=bfloat16,R=bfloat16,C=bfloat16", 5.12, 10.3),
      ("float,m=dynamic8,r=float16,c=float16,R=bfloat16,C=bfloat16", 5.12, nil), ("bfloat16/float", 6.31, 7.6),
      ("bfloat16/float,m=dynamic8", 3.33, 7.0), ("bfloat16/float,m=dynamic8,R=bfloat16", 3.23, 6.2),
      ("bfloat16", 4.16, 1.8), ("float16", 4.16, nil), ("float16/float", 6.31, 10.5),
      ("float16/float,m=dynamic8", 3.33, 8.1),
    ]
    return SearchRecord(
      budget: 10, start: "double", best: "float,m=dynamic8,r=bfloat16,c=bfloat16,R=bfloat16,C=bfloat16",
      trials: trials.map { policy, bytes, bits in
        let isBeaten = trials.contains { other in
          other.0 != policy && other.1 <= bytes && (other.2 ?? -1) >= (bits ?? -1)
            && (other.1 < bytes || (other.2 ?? -1) > (bits ?? -1))
        }
        return SearchTrialRecord(
          policy: policy, bytesPerParameter: bytes,
          stateBytesPerParameter: bytes
            - (policy.hasPrefix("double") ? 8 : policy.contains("float16") && !policy.hasPrefix("float,") ? 2 : 4),
          bits: bits, isWithin: (bits ?? 0) >= 10, isOnFront: !isBeaten && bits != nil)
      },
      quantities: [
        .init(quantity: "θ", narrowest: nil, chosen: "float"),
        .init(quantity: "m", narrowest: "dynamic8", chosen: "dynamic8"),
        .init(quantity: "r", narrowest: "bfloat16", chosen: "bfloat16"),
        .init(quantity: "c", narrowest: "bfloat16", chosen: "bfloat16"),
        .init(quantity: "R", narrowest: "float8e4m3", chosen: "bfloat16"),
        .init(quantity: "C", narrowest: "float8e4m3", chosen: "bfloat16"),
      ])
  }
}
