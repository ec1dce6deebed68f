/// The optimizers by name, with what each keeps of a parameter.
public enum OptimizerKind: String, CaseIterable, Sendable {
  case sgd, adam, adamw, lamb, adafactor
  /// With β1 = 0.9, as papers compare it with CAME.
  case adafactorWithMomentum = "adafactor-momentum"
  case sm3, lion, came

  /// The name in text.
  public var title: String {
    switch self {
    case .sgd: "SGD with momentum"
    case .adam: "Adam"
    case .adamw: "AdamW"
    case .lamb: "LAMB"
    case .adafactor: "Adafactor"
    case .adafactorWithMomentum: "Adafactor with momentum"
    case .sm3: "SM3 with momentum"
    case .lion: "Lion"
    case .came: "CAME"
    }
  }

  /// How many numbers it keeps of a parameter of `shape`, step counts apart.
  public func stateCount(ofShape shape: [Int]) -> Int {
    guard let rule else { return CAME<Float>.stateCount(ofShape: shape) }
    return rule.stateCount(ofShape: shape)
  }

  /// The rule with its usual constants; nil for CAME, whose state isn't named tensors.
  private var rule: (any StatefulRule<Float>)? {
    switch self {
    case .sgd: try? SGD(learningRate: 0, momentum: 0.9)
    case .adam: try? Adam()
    case .adamw: try? AdamW()
    case .lamb: try? LAMB()
    case .adafactor: try? Adafactor()
    case .adafactorWithMomentum: try? Adafactor(beta1: 0.9)
    case .sm3: try? SM3()
    case .lion: try? Lion()
    case .came: nil
    }
  }
}
