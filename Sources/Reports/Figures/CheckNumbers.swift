import Foundation

extension Numbers {
  /// A ratio of error to bound, as in `0.75`, `3.1×10⁻⁵` or `99.9`; one past the bound never looks as if it weren't.
  static func ratio(_ value: Double) -> String {
    guard value.isFinite else { return short(value) }
    if value > 1, value < 1.005 { return "> 1" }
    if value < 0.01 || value >= 9.995 { return short(value) }
    return fixed(value, 2)
  }

  /// The same in words, as in `0.75 of the bound` or `9.93 times the bound`.
  static func ofBound(_ value: Double) -> String {
    "\(ratio(value)) \(value > 1 ? "times" : "of") the bound"
  }

  /// The number of cases of which one may fail, rounded so that the rate isn't understated, as in `3,338`.
  static func oneIn(_ rate: Double) -> String {
    guard rate > 0, 1 / rate < 1e15 else { return "∞" }
    return grouped(max(1, Int(1 / rate)))
  }
}
