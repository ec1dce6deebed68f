import CAMECore
@testable import CAMEProperties
import Formats
import Foundation
import Traces

/// Every recorded number beside ours and the bound.
struct Comparison {
  /// The largest difference over allowed, by quantity, with the place.
  private(set) var worst: [String: (ratio: Double, place: String)] = [:]
  /// Allowed differences relative to the largest number of their tensor, by quantity.
  private(set) var allowed: [String: [Double]] = [:]
  /// Places where the difference is over the bound.
  private(set) var violations: [String] = []
  /// How many numbers had a finite bound.
  private(set) var compared = 0
  /// How many had none, since an operand of a division may be zero for all the bound knows.
  private(set) var unbounded = 0
  /// How many were NaN on one side only.
  private(set) var differentNaNs = 0

  init(
    _ run: RecordedRun, hyperparameters: CAMEHyperparameters, ours: CAMEHyperparameters? = nil
  ) throws {
    let came = CAME<Float>(ours ?? hyperparameters, rounding: .throughDouble)
    let judge = Judge<Float>(hyperparameters, Judge.constants())
    for name in run.parameterNames {
      var θ: Tensor<Float> = try run.initial(name)
      var state = try came.initialState(shape: θ.shape)
      var start = 0
      for end in run.recordedSteps {
        var envelope = try Envelope(judge, Snapshot(θ: θ, state: state.named))
        for step in start + 1...end {
          let g: Tensor<Float> = try run.gradient(step: step, name)
          came.step(&θ, gradient: g, state: &state)
          envelope.step(g)
        }
        let official = try Self.recorded(run, name, step: end)
        compare("θ", θ, official.θ, envelope.θ, "step \(end), \(name)")
        compare("m", state.m, official.state.m, envelope.m, "step \(end), \(name)")
        switch (state.moments, official.state.moments) {
        case (.whole(let ours), .whole(let theirs)): compare("v", ours, theirs, envelope.v, "step \(end), \(name)")
        case (.factored(let ours), .factored(let theirs)):
          compare("r", ours.r, theirs.r, envelope.r, "step \(end), \(name)")
          compare("c", ours.c, theirs.c, envelope.c, "step \(end), \(name)")
          compare("R", ours.R, theirs.R, envelope.R, "step \(end), \(name)")
          compare("C", ours.C, theirs.C, envelope.C, "step \(end), \(name)")
        default: violations.append("\(name) is factored on one side only")
        }
        (θ, state, start) = (official.θ, official.state, end)
      }
    }
  }

  /// The official parameter and state after a step.
  private static func recorded(
    _ run: RecordedRun, _ name: String, step: Int
  ) throws -> (θ: Tensor<Float>, state: CAMEState<Float>) {
    let shape = run.shape(of: name) ?? []
    var tensors: [String: Tensor<Float>] = [:]
    for key in StateKey.allCases {
      if let tensor: Tensor<Float> = try run.state(step: step, key, name) { tensors[key.rawValue] = tensor }
    }
    guard let θ: Tensor<Float> = try run.parameter(step: step, name) else { throw Missing(name: name, step: step) }
    return (θ, try CAMEState(named: tensors, step: step, shape: shape))
  }

  private struct Missing: Error {
    let name: String
    let step: Int
  }

  private mutating func compare(
    _ quantity: String, _ ours: Tensor<Float>, _ theirs: Tensor<Float>, _ bound: [Bounded<Float>], _ place: String
  ) {
    let scale = bound.lazy.map(\.value.magnitude).filter(\.isFinite).max() ?? 0
    for i in 0..<ours.count {
      if ours[i].isNaN || theirs[i].isNaN {
        if ours[i].isNaN != theirs[i].isNaN { differentNaNs += 1 }
        continue
      }
      let difference = (Double(ours[i]) - Double(theirs[i])).magnitude
      let limit = 2 * bound[i].error
      guard limit.isFinite else {
        unbounded += 1
        continue
      }
      compared += 1
      if scale > 0 { allowed[quantity, default: []].append(limit / scale) }
      if difference > limit { violations.append("\(quantity)[\(i)] at \(place): \(difference) > \(limit)") }
      let ratio = limit == 0 ? 0 : difference / limit
      if ratio >= worst[quantity]?.ratio ?? 0 { worst[quantity] = (ratio, place) }
    }
  }

  /// A line a quantity: the worst seen beside the allowed.
  var table: String {
    var lines = worst.keys.sorted().map { quantity in
      let (ratio, place) = worst[quantity] ?? (0, "")
      let median = (allowed[quantity] ?? []).sorted()[((allowed[quantity] ?? []).count - 1) / 2]
      return "  " + quantity + String(format: "  worst %.3f of the bound", ratio)
        + String(format: ", median bound %.1e of the largest number", median) + "  (\(place))"
    }
    lines.append("  \(compared) numbers compared, \(unbounded) without a finite bound")
    return lines.joined(separator: "\n")
  }
}
