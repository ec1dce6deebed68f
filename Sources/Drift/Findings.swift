internal import CAMECore
internal import Formats
internal import LabRecords
internal import RealModule

/// Turns the errors of a policy into the known causes that acted in it, most important first.
struct Findings {
  let result: PolicyResult
  let constants: Constants
  let names: [String]

  /// Every cause that was seen; the cures that need other policies are added by the study.
  var all: [FindingRecord] {
    var findings: [FindingRecord] = []
    if let inputOverflow { findings.append(inputOverflow) }
    if let nonFinite { findings.append(nonFinite) }
    let isRuined = !findings.isEmpty
    if let degenerate = degenerateConstants(isFatal: isRuined) { findings.append(degenerate) }
    if let inexact = inexactConstants { findings.append(inexact) }
    if let stagnation { findings.append(stagnation) }
    if let absorption { findings.append(absorption) }
    if !isRuined {
      if let cancellation { findings.append(cancellation) }
      if let underflow { findings.append(underflow) }
    }
    return findings
  }

  private var inputOverflow: FindingRecord? {
    guard let first = result.inputOverflow else { return nil }
    let total = result.studies.reduce(0) { $0 + $1.inputs[result.index].overflowed }
    let tensors = result.studies.count { $0.overflows[result.index] != nil }
    let storage = result.policy.storage.title
    let what = first.step == 0 ? "initial value" : "gradient at step \(first.step)"
    return FindingRecord(
      kind: .overflow, fatal: true,
      sentence: "The recorded \(what) of \(names[first.tensor]) is past the largest number of \(storage); "
        + "\(counted(total, "number")) in \(counted(tensors, "tensor")) became infinite before the first operation, which no "
        + "arithmetic can mend.",
      cure: "Scale the loss down, or store gradients in a format of wider range.",
      event: first.step == 0
        ? nil : DriftEventRecord(step: first.step, quantity: Quantity.g.rawValue, tensor: first.tensor))
  }

  private var nonFinite: FindingRecord? {
    guard let event = result.firstNonFinite, let quantity = Quantity(rawValue: event.quantity) else { return nil }
    var sentence = "At step \(event.step), \(event.quantity) of \(names[event.tensor]) turns to NaN or infinity"
    if let failure = result.studies[event.tensor].failures[result.index], failure.step == event.step {
      let cause = NonFiniteCause(values: failure.values, constants: constants)
      sentence += ": " + cause.clause(quantity, element: event.element ?? 0)
    }
    return FindingRecord(kind: .nonFinite, fatal: true, sentence: sentence + ".", cure: nil, event: event)
  }

  private func degenerateConstants(isFatal: Bool) -> FindingRecord? {
    let degenerate = constants.degenerate
    guard !degenerate.isEmpty else { return nil }
    let list = degenerate.map { "\($0.symbol) = \($0.exact) rounds to \(figure($0.value))" }
    var sentence = "In \(constants.title), " + joined(list) + "."
    if degenerate.contains(where: { $0.symbol.hasPrefix("β") }) {
      sentence += " An average with β = 1 never forgets, so its state can only grow."
    }
    return FindingRecord(
      kind: .constantDegenerate, fatal: isFatal, sentence: sentence,
      cure: "Hold the state and the constants in a wider format, as the official code does with half-precision models.",
      event: nil)
  }

  private var inexactConstants: FindingRecord? {
    guard let worst = constants.inexact.max(by: { $0.relativeError < $1.relativeError }) else { return nil }
    let all = constants.inexact.sorted { $0.relativeError > $1.relativeError }.map(\.symbol)
    let kept = ErrorMeasure.bitsOfAgreement(relativeError: worst.relativeError)
    let heirs = worst.heirs.filter { result.worst($0, step: 1) != nil }.map(\.rawValue)
    var sentence =
      "\(worst.symbol) = \(worst.exact) keeps \(rounded(kept)) of \(constants.significantBits) bits"
    let isSubnormal = worst.value.magnitude < constants.leastNumber / roundoff
    if worst.symbol.hasPrefix("1 −") {
      sentence +=
        result.policy.rounding == .throughDouble
        ? ": it is formed in Double, where the subtraction cancels" : ": the subtraction in \(constants.title) cancels"
    } else if isSubnormal {
      sentence += ": it is subnormal in \(constants.title)"
    }
    if !heirs.isEmpty { sentence += "; \(joined(heirs)) inherit\(heirs.count == 1 ? "s" : "") the error" }
    if all.count > 1 { sentence += " (likewise \(joined(Array(all.dropFirst()))), less so)" }
    let cure =
      result.policy.rounding == .inFormat
      ? "Form 1 − β before rounding: \(cured(.throughDouble)) or \(cured(.exactComplement))."
      : worst.symbol.hasPrefix("1 −") && result.policy.rounding == .throughDouble
        ? "Form 1 − β from the exact decimal: \(cured(.exactComplement))." : nil
    return FindingRecord(kind: .constantInexact, fatal: false, sentence: sentence + ".", cure: cure, event: nil)
  }

  private var roundoff: Double { Double(sign: .plus, exponent: -constants.significantBits, significand: 1) }

  private func cured(_ rounding: HyperparameterRounding) -> String {
    let formats = result.policy.name.split(separator: "@").first.map(String.init) ?? result.policy.name
    return "\(formats)@\(rounding.rawValue)"
  }

  /// Parameters that did not move at more than one step in a hundred.
  ///
  /// Where parameters are rounded at random a step that doesn't move one is as it should be.
  private var stagnation: FindingRecord? {
    guard result.policy.stored[.θ]?.rounding != .stochastic else { return nil }
    let counts = result.studies.map { study in
      (1...result.steps).reduce(0) { $0 + study.stalled(result.index, step: $1) }
    }
    let sizes = result.studies.map { study in study.count * result.steps }
    let (stalled, total) = (counts.reduce(0, +), sizes.reduce(0, +))
    guard total > 0, stalled * 100 > total else { return nil }
    let shares = zip(counts, sizes).map { $1 == 0 ? 0 : Double($0) / Double($1) }
    guard let worst = shares.indices.max(by: { shares[$0] < shares[$1] }) else { return nil }
    let first = (1...result.steps).first { result.studies[worst].stalled(result.index, step: $0) > 0 } ?? 1
    let storage = result.policy.parameterTitle
    return FindingRecord(
      kind: .stagnation, fatal: false,
      sentence:
        "In \(percent(stalled, of: total)) of all updates the parameter did not move, because the update is under "
        + "half an ulp of it in \(storage); most in \(names[worst]), \(percent(counts[worst], of: sizes[worst])).",
      cure: "Keep a wider copy of the parameters, or round their updates stochastically.",
      event: DriftEventRecord(step: first, quantity: Quantity.θ.rawValue, tensor: worst))
  }

  /// The quantity of which most elements became zero.
  private var underflow: FindingRecord? {
    var worst: (count: Int, step: Int, quantity: Quantity)?
    for step in 1...result.steps {
      for quantity in Quantity.allCases {
        let count = result.errors(quantity, step: step).reduce(0) { $0 + $1.measured.underflowed }
        if count > worst?.count ?? 0 { worst = (count, step, quantity) }
      }
    }
    guard let worst,
      let place = result.errors(worst.quantity, step: worst.step).first(where: { $0.measured.underflowed > 0 })
    else { return nil }
    return FindingRecord(
      kind: .underflow, fatal: false,
      sentence:
        "At step \(worst.step), \(counted(worst.count, "element")) of \(worst.quantity.rawValue) became 0, being "
        + "under the least number of \(worst.quantity == .θ ? result.policy.parameterTitle : constants.title).",
      cure: nil,
      event: DriftEventRecord(step: worst.step, quantity: worst.quantity.rawValue, tensor: place.tensor))
  }
}

/// A number with one decimal.
func rounded(_ x: Double) -> String {
  let tenths = Int((x * 10).rounded())
  return "\(tenths / 10).\(abs(tenths % 10))"
}

/// `1 tensor`, `2 tensors`.
func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }

/// `a`, `a and b`, `a, b and c`.
func joined(_ words: [String]) -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}
