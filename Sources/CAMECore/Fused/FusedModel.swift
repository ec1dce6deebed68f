public import RealModule

/// The tensors of a model in the middle of a step: where the callers' arrays lie.
@frozen @usableFromInline
struct FusedModel<Scalar: Real & Sendable> {
  @usableFromInline let came: CAME<Scalar>
  @usableFromInline let parameters: UnsafeMutablePointer<Tensor<Scalar>>
  @usableFromInline let gradients: UnsafePointer<Tensor<Scalar>>
  @usableFromInline let states: UnsafeMutablePointer<CAMEState<Scalar>>

  @inlinable
  init(
    came: CAME<Scalar>, parameters: UnsafeMutablePointer<Tensor<Scalar>>, gradients: UnsafePointer<Tensor<Scalar>>,
    states: UnsafeMutablePointer<CAMEState<Scalar>>
  ) {
    (self.came, self.parameters, self.gradients, self.states) = (came, parameters, gradients, states)
  }

  /// Hands the memory of a tensor to `body`; no two threads may ask for the same one.
  @inlinable @inline(__always)
  func withBuffers(_ index: Int, _ body: (CAMEBuffers<Scalar>) -> Void) {
    CAMEBuffers.with(&parameters[index], gradients[index], &states[index], body)
  }
}

extension CAMEBuffers where Scalar: Real & Sendable {
  /// Hands the memory of a tensor, its gradient and its state to `body`, and counts the step.
  @inlinable @inline(__always)
  static func with(
    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout CAMEState<Scalar>,
    _ body: (Self) -> Void
  ) {
    let tiling = Tiling(shape: parameter.shape)
    parameter.storage.withUnsafeMutableBufferPointer { θ in
      gradient.storage.withUnsafeBufferPointer { g in
        let (θ, g) = (θ.baseAddress.unsafelyUnwrapped, g.baseAddress.unsafelyUnwrapped)
        switch state.takeMoments() {
        case .whole(var v):
          state.m.storage.withUnsafeMutableBufferPointer { m in
            v.storage.withUnsafeMutableBufferPointer { v in
              body(
                Self(
                  tiling: tiling, θ: θ, g: g, m: m.baseAddress.unsafelyUnwrapped,
                  moments: .whole(v: v.baseAddress.unsafelyUnwrapped)))
            }
          }
          state.moments = .whole(v: v)
        case .factored(var s):
          state.m.storage.withUnsafeMutableBufferPointer { m in
            s.r.storage.withUnsafeMutableBufferPointer { r in
              s.c.storage.withUnsafeMutableBufferPointer { c in
                s.R.storage.withUnsafeMutableBufferPointer { R in
                  s.C.storage.withUnsafeMutableBufferPointer { C in
                    body(
                      Self(
                        tiling: tiling, θ: θ, g: g, m: m.baseAddress.unsafelyUnwrapped,
                        moments: .factored(
                          r: r.baseAddress.unsafelyUnwrapped, c: c.baseAddress.unsafelyUnwrapped,
                          R: R.baseAddress.unsafelyUnwrapped, C: C.baseAddress.unsafelyUnwrapped)))
                  }
                }
              }
            }
          }
          state.moments = .factored(s)
        }
      }
    }
    state.step += 1
  }
}

extension CAMEState {
  /// The moments, which leave the state until they are put back: with two owners they would be copied to be changed.
  @inlinable
  mutating func takeMoments() -> Moments {
    let taken = moments
    moments = .whole(v: Tensor(unchecked: [], shape: []))
    return taken
  }
}

/// How the tensors of a model are shared out: the largest are cut into tiles for all threads, one after the other; of the
/// others each thread takes whole ones, the largest first.
///
/// A tensor that one thread has for itself needs no meeting between its phases and stays in that thread's cache.
@frozen @usableFromInline
struct FusedPlan {
  /// How many numbers each tensor has, and how many of scratch it takes.
  @usableFromInline var sizes: [Int] = []
  @usableFromInline var needs: [Int] = []
  @usableFromInline var large: [Int] = []
  @usableFromInline var small: [Int] = []
  /// Scratch numbers for the largest of the small ones, and altogether.
  @usableFromInline var smallScratch = 0
  @usableFromInline var scratch = 0

  @inlinable init() {}

  /// Whether it is a plan of these many tensors of these sizes.
  @inlinable
  func fits(_ count: Int, size: (Int) -> Int, scratch: (Int) -> Int) -> Bool {
    guard sizes.count == count else { return false }
    for index in 0..<count where sizes[index] != size(index) || needs[index] != scratch(index) { return false }
    return true
  }

  @usableFromInline
  init(sizes: [Int], scratch needs: [Int], threads: Int, smallest: Int) {
    (self.sizes, self.needs) = (sizes, needs)
    // A share this small can't leave a thread waiting for long at the end.
    let limit = max(smallest, sizes.reduce(0, +) / (4 * threads))
    for (index, size) in sizes.enumerated() where size > 0 {
      if threads > 1 && size >= limit { large.append(index) } else { small.append(index) }
    }
    small.sort { (sizes[$0], $1) > (sizes[$1], $0) }
    smallScratch = small.map { needs[$0] }.max() ?? 0
    scratch = max(threads * smallScratch, large.map { needs[$0] }.max() ?? 0)
  }
}

extension FusedEngine {
  /// A step of `count` tensors.
  @inlinable
  func run(_ model: FusedModel<Scalar>, count: Int) {
    func size(_ index: Int) -> Int { model.parameters[index].count }
    func need(_ index: Int) -> Int {
      FusedStep<Scalar>.Scratch.count(Tiling(shape: model.parameters[index].shape))
    }
    if !plan.fits(count, size: size, scratch: need) {
      plan = FusedPlan(
        sizes: (0..<count).map(size), scratch: (0..<count).map(need), threads: threads, smallest: Self.smallest)
    }
    _ = reserve(plan.scratch)
    for index in plan.large {
      model.withBuffers(index) { run(model.came, $0, storing: nil) }
    }
    job = .tensors(model)
    if let pool, let loop, plan.small.count > 1 {
      pool.run(plan.small.count, loop)
    } else {
      for place in plan.small.indices { work(0, place) }
    }
    job = .none
  }
}
