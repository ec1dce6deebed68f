public import RealModule

/// CAME at the speed of memory: bit for bit what ``CAME`` computes, in four passes and without temporaries.
///
/// The reference forms each quantity of the paper as a tensor; this streams through gradient, momentum and parameter as
/// few times as the data dependences allow (32 bytes a Float parameter), and forms u and û again where it needs them. The
/// operations, their order and the shape of every sum are the reference's, so that results are equal in every bit: in
/// every format, for every shape, for any number of threads.
///
///     let pool = WorkerPool(threads: 2)
///     let came = FusedCAME(CAME<Float>(try CAMEHyperparameters(learningRate: 2e-4)), pool: pool)
///     var state = try came.initialState(shape: θ.shape)
///     came.step(&θ, gradient: g, state: &state)
///
/// A rule keeps scratch memory from step to step, of n·m/64 + 2(n + m) numbers for its largest n × m matrix; copies of it
/// share that memory and take turns. A step allocates nothing, unless a tensor is larger than all before it, or its
/// memory is shared with a copy.
///
/// With a tap a step is the reference's own, since the intermediates must then exist.
public struct FusedCAME<Scalar: Real & Sendable>: UpdateRule {
  /// The reference, whose bits this has.
  public let reference: CAME<Scalar>
  @usableFromInline let engine: FusedEngine<Scalar>

  /// The threads that share a step; without any the caller makes it alone.
  public var pool: WorkerPool? { engine.pool }

  /// The fast form of a reference.
  ///
  /// - Precondition: the reference adds in the order of ``Summation/blockedTree``, and in the format of its arithmetic.
  @inlinable
  public init(_ reference: CAME<Scalar>, pool: WorkerPool? = nil) {
    self.init(reference, engine: FusedEngine(pool: pool))
  }

  @inlinable
  init(_ reference: CAME<Scalar>, engine: FusedEngine<Scalar>) {
    demand(
      reference.evaluation.summation == .blockedTree,
      "A fused step adds in the order of blockedTree, but the reference adds in that of \(reference.evaluation.summation)."
    )
    demand(
      reference.wideSums == nil,
      "A fused step adds in the format of its arithmetic, but the reference adds in a wider one.")
    self.reference = reference
    self.engine = engine
  }

  /// The same threads and memory under another reference, as a schedule of learning rates needs at every step.
  @inlinable
  public func replacing(_ reference: CAME<Scalar>) -> Self { Self(reference, engine: engine) }

  public func initialState(shape: [Int]) throws(TensorError) -> CAMEState<Scalar> {
    try reference.initialState(shape: shape)
  }

  @inlinable
  public func accepts(_ state: CAMEState<Scalar>, shape: [Int]) -> Bool { reference.accepts(state, shape: shape) }

  /// One step of Algorithm 2.
  ///
  /// - Precondition: `parameter`, `gradient` and `state` have the same shape, and the pool isn't stopped.
  /// - Complexity: four passes over the tensor, two over a vector.
  @inlinable
  public func step(
    _ parameter: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout CAMEState<Scalar>,
    tap: StepTap<Scalar>? = nil, storing: ((Scalar) -> Scalar)? = nil
  ) {
    guard tap == nil, parameter.count > 0 else {
      return reference.step(&parameter, gradient: gradient, state: &state, tap: tap, storing: storing)
    }
    check(parameter, gradient, state)
    engine.turn.begin()
    defer { engine.turn.end() }
    CAMEBuffers.with(&parameter, gradient, &state) { engine.run(reference, $0, storing: storing) }
  }

  /// One step of the tensor that lies in `buffers`.
  ///
  /// - Precondition: the pool isn't stopped.
  @inlinable
  public func step(_ buffers: CAMEBuffers<Scalar>, storing: ((Scalar) -> Scalar)? = nil) {
    engine.turn.begin()
    defer { engine.turn.end() }
    engine.run(reference, buffers, storing: storing)
  }

  /// One step of every tensor of a model.
  ///
  /// Large tensors are cut for all threads, of the small ones each thread takes whole ones: hundreds of them cost no more
  /// than one of the same size.
  ///
  /// - Precondition: there are as many gradients and states as parameters, of the same shapes, and the pool isn't stopped.
  @inlinable
  public func step(
    _ parameters: inout [Tensor<Scalar>], gradients: [Tensor<Scalar>], states: inout [CAMEState<Scalar>]
  ) {
    demand(
      gradients.count == parameters.count && states.count == parameters.count,
      "A model of \(parameters.count) parameters got \(gradients.count) gradients and \(states.count) states.")
    for i in parameters.indices { check(parameters[i], gradients[i], states[i]) }
    engine.turn.begin()
    defer { engine.turn.end() }
    let count = parameters.count
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradients.withUnsafeBufferPointer { gradients in
        states.withUnsafeMutableBufferPointer { states in
          guard let parameters = parameters.baseAddress, let gradients = gradients.baseAddress,
            let states = states.baseAddress
          else { return }
          engine.run(
            FusedModel(came: reference, parameters: parameters, gradients: gradients, states: states), count: count)
          for i in 0..<count where parameters[i].count == 0 {
            reference.step(&parameters[i], gradient: gradients[i], state: &states[i])
          }
        }
      }
    }
  }

  @inlinable @inline(__always)
  func check(_ parameter: Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: CAMEState<Scalar>) {
    demand(
      gradient.shape == parameter.shape,
      "The parameter has the shape \(parameter.shape), but the gradient has \(gradient.shape).")
    demand(
      accepts(state, shape: parameter.shape), "The state does not belong to a parameter of shape \(parameter.shape).")
  }
}
