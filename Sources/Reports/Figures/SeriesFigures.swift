import Foundation
import LabRecords

/// One quantity under one policy: what a chart draws and a table says of it.
struct SeriesFigures {
  /// The symbol of the quantity.
  let symbol: String
  /// The significant bits of the format that holds the quantity, past which no agreement is shown.
  let holds: Int
  /// One value a step, step 1 first.
  let agreement: [Agreement]
  /// The first step at which less than two thirds of the bits of the format are right; never one for Δθ.
  ///
  /// A displacement is the difference of numbers that are nearly equal, so it has fewer digits than they, in any format.
  let partsAt: Int?
  /// The unbroken stretches of steps at which the quantity is NaN or infinite.
  let notFinite: [ClosedRange<Int>]
  /// The largest elementwise error of all steps at which it's finite.
  let worstUlps: Double?
  /// The bits that one step from the true state loses, a step; empty where that was not measured.
  let lostInStep: [Double?]

  /// - Parameter bits: The significant bits of the format that holds the quantity.
  init(symbol: String, record: DriftSeriesRecord?, bits: Int) {
    self.symbol = symbol
    let worst = record?.worst ?? []
    let holds = bits
    self.holds = holds
    let agreement = worst.indices.map { step in
      Agreement(error: worst[step], nonFinite: record?.nonFinite.element(at: step), cap: holds)
    }
    self.agreement = agreement
    let parts =
      agreement.firstIndex { $0 == .notFinite || ($0.bits.map { $0 < Double(holds) * 2 / 3 } ?? false) }.map { $0 + 1 }
    partsAt = symbol == DriftFigures.displacement ? nil : parts
    notFinite = agreement.indices.reduce(into: []) { stretches, index in
      guard agreement[index] == .notFinite else { return }
      if let last = stretches.last, last.upperBound == index {
        stretches[stretches.count - 1] = last.lowerBound...(index + 1)
      } else {
        stretches.append((index + 1)...(index + 1))
      }
    }
    worstUlps = record?.worstUlps.compactMap(\.self).max()
    lostInStep = (record?.local ?? []).map { error in
      Agreement(error: error, nonFinite: 0, cap: holds).bits.map { Double(holds) - $0 }
    }
  }

  /// The bits that are missing, a step, of those the format holds.
  var lost: [Double?] { agreement.map { $0.bits.map { max(0, Double(holds) - $0) } } }

  /// The agreement after the last step.
  var last: Agreement? { agreement.last }

  /// The step from which on the quantity is NaN or infinite to the end, if it ends so.
  var notFiniteFrom: Int? {
    last == .notFinite ? notFinite.last?.lowerBound : nil
  }
}

extension Array {
  /// The element at `index`, or `nil` past the end.
  func element(at index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
