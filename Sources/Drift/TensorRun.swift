internal import CAMECore
internal import Formats
internal import RealModule

/// Where the gradient of a step comes from.
enum GradientSource {
  /// A recording: the same for every policy.
  case recorded(Tensor<Float>)
  /// A function, at the run's own parameters.
  case objective(Objective)
}

/// One tensor taken through the steps of a run in one arithmetic, with each kept quantity in its own format.
final class TensorRun<Scalar: FormatScalar> {
  let rule: CAME<Scalar>
  let storage: TensorStorage<Scalar>
  let initial: Tensor<Scalar>
  var parameter: Tensor<Scalar>
  var state: CAMEState<Scalar>

  init(rule: CAME<Scalar>, initial: Tensor<Float>, storage: TensorStorage<Scalar>) {
    self.rule = rule
    self.storage = storage
    var start = initial.map { Scalar(nearest: Double($0)) }
    storage.keep(.θ, &start, step: 0)
    (self.initial, parameter, state) = (start, start, Self.zeroState(rule, initial.shape))
  }

  private static func zeroState(_ rule: CAME<Scalar>, _ shape: [Int]) -> CAMEState<Scalar> {
    do {
      return try rule.initialState(shape: shape)
    } catch {
      preconditionFailure("A tensor that exists has a shape: \(error)")
    }
  }

  /// One step; every quantity but θ is handed to `tap`. Returns what keeping each quantity in its own format did to it.
  @discardableResult
  func step(_ source: GradientSource, tap: StepTap<Scalar>? = nil) -> [StoredQuantity: Kept] {
    let gradient: Tensor<Scalar>
    switch source {
    case .recorded(let g): gradient = g.map { Scalar(nearest: Double($0)) }
    case .objective(let objective):
      let exact = objective.gradient(at: parameter)
      gradient = storage.narrowed.map { exact.map($0) } ?? exact
    }
    let (before, old) = storage.formats.isEmpty ? (nil, nil) : (parameter, state)
    rule.step(
      &parameter, gradient: gradient, state: &state, tap: tap,
      storing: storage.formats[.θ] == nil ? storage.narrowed : nil)
    return storage.keep(&parameter, &state, before: before, old)
  }

  /// Goes to the true state after a step, in the arithmetic or as it is kept; to the start if there was no step.
  func restart(from truth: TruthStep?, asKept: Bool) {
    guard let truth else {
      (parameter, state) = (initial, Self.zeroState(rule, initial.shape))
      return
    }
    func rounded(_ quantity: Quantity) -> Tensor<Scalar>? {
      truth.quantities[quantity].map { values in values.tensor(as: Scalar.self) }
    }
    guard let θ = rounded(.θ), let m = rounded(.m) else { preconditionFailure("A step has these quantities.") }
    parameter = storage.narrowed.map { θ.map($0) } ?? θ
    var named = ["exp_avg": m]
    named["exp_avg_sq"] = rounded(.v)
    if let r = rounded(.r), let c = rounded(.c), let R = rounded(.R), let C = rounded(.C) {
      named["exp_avg_sq"] = nil  // the sums form shows v as an intermediate
      named.merge(
        ["exp_avg_sq_row": r, "exp_avg_sq_col": c, "exp_avg_res_row": R, "exp_avg_res_col": C],
        uniquingKeysWith: { a, _ in a })
    }
    do {
      state = try CAMEState(named: named, step: truth.step, shape: θ.shape)
    } catch {
      preconditionFailure("A true state is a state: \(error)")
    }
    if asKept { storage.keep(&parameter, &state) }
  }
}

/// The formats in which one tensor's quantities are kept between steps, whatever the arithmetic.
struct TensorFormats {
  /// Formats of their own; what isn't here is kept in the arithmetic.
  var kept: [StoredQuantity: StorageFormat] = [:]
  /// The storage of gradients and parameters; `nil` where that is the arithmetic.
  var narrowing: Quantizer?
  /// The format of sums; `nil` where that is the arithmetic.
  var sums: Policy.SumFormat?
  /// The seed of random rounding, and the tensor's number in the model.
  var seed: UInt64 = 0
  var tensor = 0
}

/// What keeping a quantity in a format of its own did to it at one step.
struct Kept {
  /// ‖kept − computed‖₂ / ‖computed‖₂.
  let change: Double
  /// Elements that are what they were before the step, though the step had changed them.
  let stalled: Int
}

/// Keeps quantities of one arithmetic.
struct TensorStorage<Scalar: FormatScalar> {
  let formats: [StoredQuantity: StorageFormat]
  /// Rounds a number to the policy's storage; `nil` where that is the arithmetic.
  let narrowed: ((Scalar) -> Scalar)?
  private let seed: UInt64
  private let tensor: Int

  @inline(__always)
  init(_ formats: TensorFormats) {
    (self.formats, seed, tensor) = (formats.kept, formats.seed, formats.tensor)
    narrowed = formats.narrowing.map { narrowing in
      { x in Scalar(nearest: narrowing.rounded(x.expansion)) }
    }
  }

  /// Keeps θ and the state as the formats do, beside what they were before the step.
  @discardableResult
  func keep(
    _ θ: inout Tensor<Scalar>, _ state: inout CAMEState<Scalar>, before: Tensor<Scalar>? = nil,
    _ old: CAMEState<Scalar>? = nil
  ) -> [StoredQuantity: Kept] {
    guard !formats.isEmpty else { return [:] }
    var kept: [StoredQuantity: Kept] = [:]
    let step = state.step
    func keep(_ quantity: StoredQuantity, _ x: inout Tensor<Scalar>, _ old: Tensor<Scalar>?) {
      kept[quantity] = self.keep(quantity, &x, step: step, old: old)
    }
    keep(.θ, &θ, before)
    keep(.m, &state.m, old?.m)
    switch state.moments {
    case .whole(var v):
      let old: Tensor<Scalar>? = if case .whole(let v)? = old?.moments { v } else { nil }
      keep(.v, &v, old)
      state.moments = .whole(v: v)
    case .factored(var s):
      let old: CAMEState<Scalar>.Factors? = if case .factored(let s)? = old?.moments { s } else { nil }
      keep(.r, &s.r, old?.r)
      keep(.c, &s.c, old?.c)
      keep(.R, &s.R, old?.R)
      keep(.C, &s.C, old?.C)
      state.moments = .factored(s)
    }
    return kept
  }

  /// Keeps one quantity; `nil` if it has no format of its own.
  @discardableResult
  func keep(_ quantity: StoredQuantity, _ x: inout Tensor<Scalar>, step: Int, old: Tensor<Scalar>? = nil) -> Kept? {
    guard let format = formats[quantity], let place = StoredQuantity.allCases.firstIndex(of: quantity) else {
      return nil
    }
    let before = x.values.map { $0.expansion.high }
    var after = before
    after.withUnsafeMutableBufferPointer {
      format.store($0, seed: seed, step: step, stream: tensor * StoredQuantity.allCases.count + place)
    }
    let scale = before.reduce(0) { max($0, $1.isFinite ? $1.magnitude : 0) }
    var (change, norm, stalled) = (0.0, 0.0, 0)
    for i in 0..<x.count {
      x[i] = Scalar(nearest: after[i])
      if let old, old[i] == x[i], old[i] != 0, old[i].expansion.high != before[i] { stalled += 1 }
      let (a, b) = (before[i] / scale, after[i] / scale)
      change += (a - b) * (a - b)
      norm += a * a
    }
    return Kept(change: scale == 0 ? 0 : (change / norm).squareRoot(), stalled: stalled)
  }
}
