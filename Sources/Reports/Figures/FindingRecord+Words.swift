import LabRecords

extension FindingRecord.Kind {
  /// The kind in a few words, as the label of a finding.
  var words: String {
    switch self {
    case .constantDegenerate: "Constant lost"
    case .constantInexact: "Inexact constant"
    case .nonFinite: "NaN or infinity"
    case .overflow: "Overflow"
    case .underflow: "Underflow"
    case .cancellation: "Cancellation"
    case .stagnation: "Stagnation"
    case .absorption: "Absorption"
    }
  }
}
