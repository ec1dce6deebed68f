internal import CAMECore
internal import Formats
internal import LabRecords

/// The errors of one policy over all tensors, put together from the studies of each.
struct PolicyResult {
  /// The policy's index in the study.
  let index: Int
  let policy: Policy
  let studies: [TensorStudy]
  let steps: Int

  /// The errors of a quantity at a step with the tensor each belongs to; `nil` stands for the displacement.
  func errors(_ quantity: Quantity?, step: Int) -> [(tensor: Int, measured: Measured)] {
    studies.indices.compactMap { tensor in
      let series = quantity.map { studies[tensor].measured[index][$0] } ?? studies[tensor].displacement[index]
      return series.map { (tensor, $0[step - 1]) }
    }
  }

  /// The error of the worst tensor: NaN before infinity before the largest.
  func worst(_ quantity: Quantity?, step: Int) -> (tensor: Int, measured: Measured)? {
    errors(quantity, step: step).max { a, b in rank(a.measured.error) < rank(b.measured.error) }
  }

  private func rank(_ error: Double) -> Double { error.isNaN ? .infinity : min(error, .greatestFiniteMagnitude) }

  /// The series of a quantity for the record.
  func series(_ quantity: Quantity?, symbol: String) -> DriftSeriesRecord {
    var record = DriftSeriesRecord(
      quantity: symbol, worst: [], median: [], worstTensor: [], worstUlps: [], nonFinite: [], vanished: [])
    for step in 1...steps {
      let errors = errors(quantity, step: step)
      let worst = worst(quantity, step: step)
      let ranked = errors.map { rank($0.measured.error) }.sorted()
      let median = ranked.isEmpty ? Double.nan : ranked[(ranked.count - 1) / 2]
      record.worst.append(worst.flatMap { finite($0.measured.error) })
      record.median.append(finite(median))
      record.worstTensor.append(worst?.tensor)
      let isMeasured = errors.allSatisfy { $0.measured.ulps.isFinite }
      record.worstUlps.append(isMeasured ? errors.map(\.measured.ulps).max() : nil)
      record.nonFinite.append(errors.reduce(0) { $0 + $1.measured.nonFinite })
      record.vanished.append(errors.reduce(0) { $0 + $1.measured.vanished })
    }
    return record
  }

  private func finite(_ x: Double) -> Double? { x.isFinite && x < .greatestFiniteMagnitude ? x : nil }

  /// The bits that a quantity is stored with.
  func significantBits(_ quantity: Quantity) -> Int {
    (quantity == .θ ? policy.storage : policy.arithmetic).significantBits
  }

  /// The first quantity, in order of step and data flow, that lost a third of its digits but is still finite.
  var firstToPart: DriftEventRecord? {
    for step in 1...steps {
      for quantity in Quantity.allCases {
        let finite = errors(quantity, step: step).filter { $0.measured.error.isFinite }
        guard let worst = finite.max(by: { $0.measured.error < $1.measured.error }) else { continue }
        let bits = ErrorMeasure.bitsOfAgreement(relativeError: worst.measured.error)
        guard bits < Double(significantBits(quantity)) * 2 / 3 else { continue }
        return DriftEventRecord(step: step, quantity: quantity.rawValue, tensor: worst.tensor, bitsLeft: bits)
      }
    }
    return nil
  }

  /// The first recorded number that the storage turned to infinity; step 0 stands for the initial parameters.
  var inputOverflow: (step: Int, tensor: Int)? {
    let seen = studies.indices.compactMap { tensor in studies[tensor].overflows[index].map { ($0, tensor) } }
    return seen.min { $0 < $1 }
  }

  /// Whether a NaN or infinity came in or came about.
  var isRuined: Bool { inputOverflow != nil || firstNonFinite != nil }

  /// The first NaN or infinity where the truth is finite, in order of step and data flow.
  var firstNonFinite: DriftEventRecord? {
    for step in 1...steps {
      for quantity in Quantity.allCases {
        for (tensor, measured) in errors(quantity, step: step) {
          guard let element = measured.firstNonFinite else { continue }
          return DriftEventRecord(step: step, quantity: quantity.rawValue, tensor: tensor, element: element)
        }
      }
    }
    return nil
  }

  /// How many tensors hold a NaN or infinity in θ at the last step.
  var lostTensors: Int { errors(.θ, step: steps).count { $0.measured.nonFinite > 0 } }

  /// How right the displacement is at the last step, in words; `nil` if it is not finite somewhere.
  var bitsAtEnd: String? {
    let errors = errors(nil, step: steps).map(\.measured.error).sorted()
    guard let worst = errors.last, errors.allSatisfy(\.isFinite) else { return nil }
    func bits(_ error: Double) -> String {
      let most = Double(policy.storage.significantBits)
      return rounded(min(ErrorMeasure.bitsOfAgreement(relativeError: error), most))
    }
    guard errors.count > 1 else { return "Δθ is right to \(bits(worst)) bits" }
    return
      "Δθ is right to \(bits(worst)) bits in the worst tensor, to \(bits(errors[(errors.count - 1) / 2])) in the median"
  }

  /// Bytes of state a model parameter: n·m + 2(n + m) numbers a matrix, 2n a vector.
  func stateBytes(shapes: [[Int]]) -> Double {
    var numbers = 0
    var parameters = 0
    for shape in shapes {
      let count = shape.reduce(1, *)
      parameters += count
      guard let m = shape.last, shape.count >= 2 else {
        numbers += 2 * count
        continue
      }
      let n = shape[shape.count - 2]
      numbers += count + (n * m == 0 ? 0 : 2 * (count / m + count / n))
    }
    return parameters == 0 ? 0 : Double(numbers * policy.arithmetic.bytes) / Double(parameters)
  }
}
