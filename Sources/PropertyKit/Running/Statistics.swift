/// What was tested, and how much that says.
public struct Statistics: Sendable {
  /// k of n, with the interval in which the true share lies.
  public struct Share: Hashable, Sendable, CustomStringConvertible {
    public let count: Int
    public let of: Int
    public let interval: ClosedRange<Double>

    public var description: String {
      "\(count) of \(of) (\(percent(interval.lowerBound))–\(percent(interval.upperBound)))"
    }
  }

  public let confidence: Double
  /// How often each label was given.
  public private(set) var labels: [String: Int] = [:]
  var covers: [String: (share: Double, count: Int)] = [:]
  /// Cases that were counted.
  public private(set) var cases = 0

  init(confidence: Double) {
    demand(confidence > 0 && confidence < 1, "A confidence lies between 0 and 1, but this is \(confidence).")
    self.confidence = confidence
  }

  mutating func countCase() { cases += 1 }

  mutating func count(_ case: CaseLabels) {
    for label in `case`.labels { labels[label, default: 0] += 1 }
    for (name, share, isCovered) in `case`.covered {
      covers[name, default: (share, 0)].count += isCovered ? 1 : 0
    }
  }

  /// The share of a label among the cases.
  public func share(of label: String) -> Share { share(labels[label] ?? 0, of: cases) }

  /// The share of cases that `cover` counted under the name.
  public func covered(_ name: String) -> Share? { covers[name].map { share($0.count, of: cases) } }

  func share(_ count: Int, of n: Int) -> Share {
    Share(count: count, of: n, interval: wilsonInterval(count, of: n, confidence: confidence))
  }

  /// A share that is too low, or that more cases have to decide.
  ///
  /// Reference: QuickCheck's `checkCoverage`, which also allows a tenth less than what is asked for, so that a share right
  /// at the demand is decided.
  func problem(isLast: Bool) -> HealthProblem? {
    for (name, cover) in covers.sorted(by: { $0.key < $1.key }) {
      let found = share(cover.count, of: cases)
      // A far higher confidence than reports have: a property runs often, and should not fail by chance.
      let strict = wilsonInterval(cover.count, of: cases, confidence: 1 - 1e-9)
      if strict.upperBound < cover.share { return .notCovered(name: name, share: cover.share, found: found) }
      let isEnough = strict.lowerBound >= 0.9 * cover.share
      if !isEnough && isLast { return .undecided(name: name, share: cover.share, found: found) }
    }
    return nil
  }

  /// Whether more cases are needed to decide a share.
  var isUndecided: Bool { problem(isLast: false) == nil && problem(isLast: true) != nil }
}

/// The largest failure rate that `cases` cases without a failure leave possible: 1 − (1 − confidence)^(1/cases).
///
/// Reference: Clopper, Pearson, *The Use of Confidence or Fiducial Limits*, Biometrika 26, 1934; near 3/n at 95 %.
public func failureRateBound(cases: Int, confidence: Double) -> Double {
  demand(confidence > 0 && confidence < 1, "A confidence lies between 0 and 1, but this is \(confidence).")
  guard cases > 0 else { return 1 }
  return 1 - Normal.exponential(Normal.logarithm(1 - confidence) / Double(cases))
}

/// Wilson's interval of a share.
///
/// Reference: Wilson, *Probable Inference, the Law of Succession, and Statistical Inference*, JASA 22, 1927.
public func wilsonInterval(_ count: Int, of n: Int, confidence: Double) -> ClosedRange<Double> {
  guard n > 0 else { return 0...1 }
  let z = normalQuantile((1 + confidence) / 2)
  let (p, n) = (Double(count) / Double(n), Double(n))
  let center = (p + z * z / (2 * n)) / (1 + z * z / n)
  let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
  // No case and every case are the ends themselves, which rounding may miss.
  return (count == 0 ? 0 : max(0, center - half))...(p == 1 ? 1 : min(1, center + half))
}

/// The number under which a standard normal variable lies with probability p, to 1e-12 for p in [0.5, 1 − 1e-12].
///
/// Newton's method on the upper tail, which Laplace's continued fraction gives for large x and the series of the error
/// function for small.
func normalQuantile(_ p: Double) -> Double {
  let tail = 1 - p
  var x = tail >= 0.5 ? 0 : (-2 * Normal.logarithm(tail)).squareRoot()
  for _ in 0..<60 {
    let density = Normal.exponential(-x * x / 2) * 0.398942280401432678
    let step = (upperTail(x) - tail) / density
    x += max(-1, min(1, step))
    if step.magnitude < 1e-13 { break }
  }
  return x
}

private func upperTail(_ x: Double) -> Double {
  let density = Normal.exponential(-x * x / 2) * 0.398942280401432678
  if x < 3 {
    // ½ − φ(x) Σ x^(2k+1) / (1·3·5···(2k+1)).
    var (term, sum) = (x, x)
    for k in 1...200 {
      term *= x * x / Double(2 * k + 1)
      sum += term
      if term < 1e-18 * sum { break }
    }
    return 0.5 - density * sum
  }
  var fraction = x
  for k in (1...200).reversed() { fraction = x + Double(k) / fraction }
  return density / fraction
}

/// A share in percent, with two significant digits.
func percent(_ share: Double) -> String {
  let value = share * 100
  guard value > 0 else { return "0 %" }
  if value >= 10 { return "\(Int(value.rounded())) %" }
  var (scaled, digits) = (value, 0)
  while scaled < 10 {
    scaled *= 10
    digits += 1
  }
  // Up, since it is an upper bound; but not for what two roundings before have added.
  var text = String(Int((scaled * (1 - 0x1p-50)).rounded(.up)))
  if text == "100" {
    text = "10"
    digits -= 1
  }
  if digits == 0 { return text + " %" }
  while text.count <= digits { text = "0" + text }
  let place = text.index(text.endIndex, offsetBy: -digits)
  return text[..<place] + "." + text[place...] + " %"
}
