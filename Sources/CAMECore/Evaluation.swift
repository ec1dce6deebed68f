import Dispatch
public import RealModule

/// How whole-matrix expressions are evaluated: the order of their sums and the number of threads.
///
/// Work is split at fixed places (rows, blocks of 64 rows), whatever the number of threads, so that the bits never
/// depend on it.
@frozen
public struct Evaluation: Hashable, Sendable {
  /// The order in which sums add their terms.
  public let summation: Summation
  /// How many threads share the work, from 1.
  public let threads: Int

  public init(summation: Summation = .blockedTree, threads: Int = 1) {
    demand(threads >= 1, "At least one thread is needed, but got \(threads).")
    self.summation = summation
    self.threads = threads
  }

  /// Runs `body` over `0..<count`, cut into one range a thread.
  @inlinable @inline(__always)
  func split(_ count: Int, _ body: (Range<Int>) -> Void) {
    if threads == 1 || count < 2 { body(0..<count) } else { splitAcrossThreads(count, body) }
  }

  @usableFromInline
  func splitAcrossThreads(_ count: Int, _ body: (Range<Int>) -> Void) {
    let parts = min(threads, count)
    withoutActuallyEscaping(body) { body in
      // Safe because every caller writes only to the places of its own range.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        body(count * part / parts..<count * (part + 1) / parts)
      }
    }
  }

  /// A tensor of `shape` whose elements are `element(i)` of the row-major index.
  ///
  /// Zeros first and then the elements: an initializer of uninitialized storage does not inline its closure, which
  /// costs far more than the extra pass.
  @inlinable @inline(__always)
  func tensor<Scalar: Real>(_ shape: [Int], count: Int, _ element: (Int) -> Scalar) -> Tensor<Scalar> {
    var values = [Scalar](repeating: 0, count: count)
    values.withUnsafeMutableBufferPointer { out in
      guard let out = out.baseAddress else { return }
      split(count) { range in
        for i in range { out[i] = element(i) }
      }
    }
    return Tensor(unchecked: values, shape: shape)
  }

  @inlinable @inline(__always)
  func map<Scalar: Real>(_ a: Tensor<Scalar>, _ f: (Scalar) -> Scalar) -> Tensor<Scalar> {
    a.values.withUnsafeBufferPointer { a_ in
      let a_ = a_.baseAddress
      return tensor(a.shape, count: a.count) { f(a_.unsafelyUnwrapped[$0]) }
    }
  }

  @inlinable @inline(__always)
  func map<Scalar: Real>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ f: (Scalar, Scalar) -> Scalar) -> Tensor<Scalar> {
    a.values.withUnsafeBufferPointer { a_ in
      b.values.withUnsafeBufferPointer { b_ in
        let (a_, b_) = (a_.baseAddress, b_.baseAddress)
        return tensor(a.shape, count: a.count) { f(a_.unsafelyUnwrapped[$0], b_.unsafelyUnwrapped[$0]) }
      }
    }
  }

  /// Replaces every element of `a` by `f` of it and the element of `b` at the same place.
  @inlinable @inline(__always)
  func update<Scalar: Real>(_ a: inout Tensor<Scalar>, with b: Tensor<Scalar>, _ f: (Scalar, Scalar) -> Scalar) {
    let count = a.count
    a.storage.withUnsafeMutableBufferPointer { a in
      b.values.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        split(count) { range in
          for i in range { a[i] = f(a[i], b[i]) }
        }
      }
    }
  }
}
