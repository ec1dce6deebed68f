import Dispatch
public import RealModule

/// What a ``FusedCAME`` keeps from step to step: scratch memory, and the loop that its threads share.
///
/// A class whose loop is a closure made once, so that a step allocates nothing.
@usableFromInline
final class FusedEngine<Scalar: Real & Sendable>: @unchecked Sendable {
  @usableFromInline let pool: WorkerPool?
  @usableFromInline let threads: Int
  /// Room for the lanes of each thread.
  @usableFromInline let lanes: UnsafeMutablePointer<Scalar>
  /// Room for the scratch numbers of a step, grown when a larger tensor comes.
  @usableFromInline var scratch = UnsafeMutableBufferPointer<Scalar>(start: nil, count: 0)
  /// One step at a time: copies of a rule share their engine.
  @usableFromInline let turn = Turn()

  /// What the threads are working on, and the loop that is given to the pool.
  @usableFromInline var job = Job.none
  @usableFromInline var loop: (@Sendable (Int, Int) -> Void)?
  /// How the tensors of the last model were shared out.
  @usableFromInline var plan = FusedPlan()

  @usableFromInline
  enum Job {
    case none
    /// A phase of one tensor, place by place.
    case phase(FusedStep<Scalar>, FusedPhase)
    /// Whole tensors of a model, each by the thread that takes it.
    case tensors(FusedModel<Scalar>)
  }

  @inlinable
  init(pool: WorkerPool?) {
    self.pool = pool
    threads = pool?.threads ?? 1
    lanes = Self.allocate(threads * TileSums<Scalar>.laneStride)
    loop = { [unowned self] worker, place in self.work(worker, place) }
  }

  @inlinable
  deinit {
    lanes.deinitialize(count: threads * TileSums<Scalar>.laneStride)
    lanes.deallocate()
    scratch.deinitialize()
    scratch.deallocate()
  }

  /// Zeros that begin with a pair of cache lines of their own, so that no thread writes to a line that another one reads.
  @inlinable
  static func allocate(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    let alignment = max(128, MemoryLayout<Scalar>.alignment)
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Scalar>.stride, alignment: alignment)
    return memory.initializeMemory(as: Scalar.self, repeating: 0, count: count)
  }

  /// Tensors below this many numbers are not worth a second thread's while.
  @inlinable static var smallest: Int { 1 << 15 }

  /// Room for `count` scratch numbers.
  @inlinable
  func reserve(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    if scratch.count < count {
      scratch.deinitialize()
      scratch.deallocate()
      scratch = UnsafeMutableBufferPointer(start: Self.allocate(count), count: count)
    }
    return scratch.baseAddress.unsafelyUnwrapped
  }

  /// A step of one tensor, by all threads if it is worth it.
  @inlinable
  func run(_ came: CAME<Scalar>, _ buffers: CAMEBuffers<Scalar>, storing: ((Scalar) -> Scalar)?) {
    let room = reserve(FusedStep<Scalar>.Scratch.count(buffers.tiling))
    let step = FusedStep(came, buffers, scratch: room, lanes: lanes, storing: storing)
    guard let pool, let loop, buffers.tiling.count >= Self.smallest else { return runAlone(step, worker: 0) }
    for phase in FusedPhase.allCases {
      let places = step.places(phase)
      if places > 1 {
        job = .phase(step, phase)
        pool.run(places, loop)
      } else {
        perform(step, phase, 0..<places, worker: 0)
      }
    }
    job = .none
  }

  /// A step of one tensor by one thread.
  @inlinable
  func runAlone(_ step: FusedStep<Scalar>, worker: Int) {
    for phase in FusedPhase.allCases {
      perform(step, phase, 0..<step.places(phase), worker: worker)
    }
  }

  /// One place of the job.
  @inlinable
  func work(_ worker: Int, _ place: Int) {
    switch job {
    case .none: break
    case .phase(let step, let phase): perform(step, phase, place..<place + 1, worker: worker)
    case .tensors(let model):
      let room = reserve(0) + worker * plan.smallScratch
      model.withBuffers(plan.small[place]) { buffers in
        runAlone(FusedStep(model.came, buffers, scratch: room, lanes: lanes, storing: nil), worker: worker)
      }
    }
  }

  /// The places of `range`, in packs as wide as pays for the format.
  @inlinable
  func perform(_ step: FusedStep<Scalar>, _ phase: FusedPhase, _ range: Range<Int>, worker: Int) {
    guard !range.isEmpty else { return }
    if Scalar.self == Float.self {
      unsafeBitCast(step, to: FusedStep<Float>.self).performWide(phase, range, worker: worker)
    } else if Scalar.self == Double.self {
      unsafeBitCast(step, to: FusedStep<Double>.self).performWide(phase, range, worker: worker)
    } else {
      step.perform(phase, range, worker: worker, as: One<Scalar>.self)
    }
  }
}

/// Formats for which every processor has vectors: their kernels are compiled here, once.
///
/// Not Float16, for which sixteen at once gain a third where there is F16C, and double what this module takes to compile.
extension FusedStep where Scalar == Float {
  @usableFromInline
  func performWide(_ phase: FusedPhase, _ range: Range<Int>, worker: Int) {
    perform(phase, range, worker: worker, as: SIMD16<Float>.self)
  }
}

extension FusedStep where Scalar == Double {
  @usableFromInline
  func performWide(_ phase: FusedPhase, _ range: Range<Int>, worker: Int) {
    perform(phase, range, worker: worker, as: SIMD16<Double>.self)
  }
}

/// One caller at a time.
@usableFromInline
final class Turn: Sendable {
  private let semaphore = DispatchSemaphore(value: 1)

  @usableFromInline init() {}
  @usableFromInline func begin() { semaphore.wait() }
  @usableFromInline func end() { semaphore.signal() }
}
