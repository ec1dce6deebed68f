import Foundation

/// Numbers as a reader wants them, the same on the page, in the terminal and in tables.
enum Numbers {
  /// A fixed number of decimals, as in `20.8`.
  static func fixed(_ value: Double, _ decimals: Int = 1) -> String {
    String(format: "%.\(decimals)f", value)
  }

  /// As few decimals as the number needs, as in `6`, `6.5` or `6.25`.
  static func plain(_ value: Double, most: Int = 2) -> String {
    let text = fixed(value, most)
    let trimmed = text.contains(".") ? String(text.reversed().drop { $0 == "0" }.reversed()) : text
    return trimmed.hasSuffix(".") ? String(trimmed.dropLast()) : trimmed
  }

  /// A number of bits, with a decimal only where it has one, as in `8 bits` or `12.5 bits`.
  static func bits(_ value: Double) -> String {
    "\(fixed(value, value == value.rounded() ? 0 : 1)) \(value == 1 ? "bit" : "bits")"
  }

  /// Groups of three digits, as in `93,312`.
  static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    let grouped = digits.enumerated().map { offset, digit in
      offset > 0 && (digits.count - offset) % 3 == 0 ? ",\(digit)" : "\(digit)"
    }
    return (value < 0 ? "−" : "") + grouped.joined()
  }

  /// Up to three significant digits and a power of ten past 9,999, as in `3.1`, `218` or `4.2×10⁷`.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : "∞" }
    switch value.magnitude {
    case 0: return "0"
    case ..<0.05: return power(value)
    case ..<10: return fixed(value)
    case ..<9999.5: return grouped(Int(value.rounded()))
    default: return power(value)
    }
  }

  private static func power(_ value: Double) -> String {
    let parts = String(format: "%.1e", value).split(separator: "e")
    return "\(parts[0])×10\(superscript(Int(parts[1]) ?? 0))"
  }

  static func superscript(_ value: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (value < 0 ? "⁻" : "") + String(value.magnitude).compactMap { $0.wholeNumberValue.map { digits[$0] } }
  }

  /// A part of a whole, as in `12 %`, never rounded to none or all where it is neither.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard part > 0, whole > 0 else { return "0 %" }
    let percent = 100 * Double(part) / Double(whole)
    if percent < 0.1 { return "< 0.1 %" }
    if part < whole, percent >= 99.95 { return "> 99.9 %" }
    return percent == percent.rounded() || percent >= 10 && percent < 99.5
      ? "\(fixed(percent, 0)) %" : "\(fixed(percent)) %"
  }

  /// A share that is meant exactly, as in `95 %` or `99.9 %`.
  static func plainPercent(_ share: Double) -> String { "\(plain(100 * share, most: 4)) %" }

  /// Wall-clock time, as in `0.8 s` or `3 min 20 s`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 100 { return "\(fixed(seconds)) s" }
    let whole = Int(seconds.rounded())
    return "\(whole / 60) min \(whole % 60) s"
  }

  /// A count and its noun, as in `1 step` or `6 policies`.
  static func count(_ value: Int, _ one: String, _ many: String) -> String {
    "\(grouped(value)) \(value == 1 ? one : many)"
  }

  /// The same at the beginning of a sentence, in letters up to ten.
  static func spelled(_ value: Int, _ one: String, _ many: String) -> String {
    let letters = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
    return "\(letters.element(at: value) ?? grouped(value)) \(value == 1 ? one : many)"
  }

  /// A list in a sentence, as in `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }
}
