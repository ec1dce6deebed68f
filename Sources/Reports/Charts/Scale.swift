import Foundation

/// Maps values to pixels along one axis, and says where its ticks stand.
struct Scale {
  /// How far apart equal differences lie.
  enum Spacing {
    case linear
    /// Keeps zero, and gives small values more room than large ones.
    case squareRoot
    /// For values of at least 1.
    case logarithmic
  }

  let spacing: Spacing
  let domain: ClosedRange<Double>
  /// The pixel of the lower end of the domain.
  let start: Double
  /// The pixel of the upper end; less than `start` on a vertical axis.
  let end: Double

  /// The pixel of a value; the middle of the axis where the domain is a single value.
  func position(_ value: Double) -> Double {
    let (low, high) = (warp(domain.lowerBound), warp(domain.upperBound))
    guard high > low else { return (start + end) / 2 }
    return start + (end - start) * (warp(value) - low) / (high - low)
  }

  /// Round values in the domain, lowest first, at least `apart` pixels from one another.
  func ticks(apart: Double) -> [Double] {
    candidates.reduce(into: []) { ticks, value in
      let room = ticks.last.map { abs(position(value) - position($0)) } ?? .infinity
      if room >= apart { ticks.append(value) }
    }
  }

  private func warp(_ value: Double) -> Double {
    switch spacing {
    case .linear: value
    case .squareRoot: max(0, value).squareRoot()
    case .logarithmic: log(max(1, value))
    }
  }

  private var candidates: [Double] {
    switch spacing {
    case .linear:
      let span = max(domain.upperBound - domain.lowerBound, 1)
      let step = Self.round(upTo: span).first { span / $0 <= 6 } ?? span
      let first = (domain.lowerBound / step).rounded(.up) * step
      return [domain.lowerBound] + stride(from: first, through: domain.upperBound, by: step)
    case .squareRoot:
      return [0] + Self.round(upTo: domain.upperBound).filter(domain.contains)
    case .logarithmic:
      return Self.round(upTo: domain.upperBound).filter(domain.contains) + [domain.upperBound]
    }
  }

  /// 1, 2, 5, 10, 20, 50 and so on.
  private static func round(upTo limit: Double) -> [Double] {
    let powers = sequence(first: 1.0) { power in power < limit ? power * 10 : nil }
    return powers.flatMap { power in [power, 2 * power, 5 * power] }
  }
}
