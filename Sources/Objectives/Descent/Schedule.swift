internal import Foundation

/// How the learning rate goes over a run of T steps, as a share of its peak.
public enum Schedule: String, CaseIterable, Codable, Sendable {
  /// 1 throughout.
  case constant
  /// 1 − t/T for t = 0, 1, … T − 1: that of the paper's pre-training, without its warm-up.
  case linear
  /// 10^(−10 t/T): each tenth of the run a tenth of the rate.
  case geometric

  /// The share at step `t` of `steps`, from 0.
  public func share(_ t: Int, of steps: Int) -> Double {
    switch self {
    case .constant: 1
    case .linear: Double(steps - t) / Double(steps)
    case .geometric: pow(10, -10 * Double(t) / Double(steps))
    }
  }
}
