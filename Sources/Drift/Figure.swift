internal import Foundation

/// A number with three significant digits, for sentences: `0.98`, `1.2e-9`.
func figure(_ x: Double) -> String {
  guard x.isFinite else { return x.isNaN ? "NaN" : x < 0 ? "−∞" : "∞" }
  let parts = String(format: "%.3g", x.magnitude).split(separator: "e")
  let digits = (x < 0 ? "−" : "") + parts[0]
  guard parts.count == 2, let exponent = Int(parts[1]) else { return digits }
  return "\(digits)e\(exponent)"
}

/// A share as a percentage with two significant digits, never rounded to 0 or 100 unless it is.
func percent(_ part: Int, of whole: Int) -> String {
  guard whole > 0, part > 0 else { return "0 %" }
  guard part < whole else { return "100 %" }
  let share = 100 * Double(part) / Double(whole)
  guard share >= 0.1 else { return "under 0.1 %" }
  return share > 99.5 ? "over 99 %" : String(format: share < 10 ? "%.1f %%" : "%.0f %%", share)
}
