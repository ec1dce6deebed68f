/// Where the numbers of one parameter tensor lie in memory, with its gradient and state: what a fused step works on.
///
/// For callers that own their memory, such as another language's arrays; ``FusedCAME`` makes them of tensors itself.
/// The memory must stay valid, and nobody else may write to it, while a step runs.
@frozen
public struct CAMEBuffers<Scalar> {
  @usableFromInline let tiling: Tiling
  /// θ and m, in the shape of the parameter.
  @usableFromInline let θ, m: UnsafeMutablePointer<Scalar>
  @usableFromInline let g: UnsafePointer<Scalar>
  /// r and R, [..., n], c and C, [..., m]; of a vector v alone.
  @usableFromInline let moments: Moments

  @frozen @usableFromInline
  enum Moments {
    case factored(
      r: UnsafeMutablePointer<Scalar>, c: UnsafeMutablePointer<Scalar>, R: UnsafeMutablePointer<Scalar>,
      C: UnsafeMutablePointer<Scalar>)
    case whole(v: UnsafeMutablePointer<Scalar>)
  }

  @inlinable
  init(
    tiling: Tiling, θ: UnsafeMutablePointer<Scalar>, g: UnsafePointer<Scalar>, m: UnsafeMutablePointer<Scalar>,
    moments: Moments
  ) {
    (self.tiling, self.θ, self.g, self.m, self.moments) = (tiling, θ, g, m, moments)
  }
}

extension CAMEBuffers {
  /// A tensor of two or more dimensions, a batch of n × m matrices over the last two.
  ///
  /// - Parameters:
  ///   - shape: [..., n, m]; `parameter`, `gradient` and `momentum` are row-major in it.
  ///   - rowFactor: r, [..., n].
  ///   - columnFactor: c, [..., m].
  ///   - instabilityRow: R, [..., n].
  ///   - instabilityColumn: C, [..., m].
  /// - Throws: ``BufferError`` if a length does not fit the shape, or two buffers share memory.
  public init(
    shape: [Int], parameter: UnsafeMutableBufferPointer<Scalar>, gradient: UnsafeBufferPointer<Scalar>,
    momentum: UnsafeMutableBufferPointer<Scalar>, rowFactor: UnsafeMutableBufferPointer<Scalar>,
    columnFactor: UnsafeMutableBufferPointer<Scalar>, instabilityRow: UnsafeMutableBufferPointer<Scalar>,
    instabilityColumn: UnsafeMutableBufferPointer<Scalar>
  ) throws(BufferError) {
    guard shape.count >= 2 else { throw .notFactored(shape: shape) }
    let tiling = try Self.tiling(shape)
    try Self.check([
      ("parameter", UnsafeBufferPointer(parameter), tiling.count), ("gradient", gradient, tiling.count),
      ("momentum", UnsafeBufferPointer(momentum), tiling.count),
      ("rowFactor", UnsafeBufferPointer(rowFactor), tiling.allRows),
      ("columnFactor", UnsafeBufferPointer(columnFactor), tiling.allColumns),
      ("instabilityRow", UnsafeBufferPointer(instabilityRow), tiling.allRows),
      ("instabilityColumn", UnsafeBufferPointer(instabilityColumn), tiling.allColumns),
    ])
    self.init(
      tiling: tiling, θ: parameter.baseAddress!, g: gradient.baseAddress!, m: momentum.baseAddress!,
      moments: .factored(
        r: rowFactor.baseAddress!, c: columnFactor.baseAddress!, R: instabilityRow.baseAddress!,
        C: instabilityColumn.baseAddress!))
  }

  /// A vector or a scalar, which has its second moment whole.
  ///
  /// - Throws: ``BufferError`` if the lengths differ, or two buffers share memory.
  public init(
    parameter: UnsafeMutableBufferPointer<Scalar>, gradient: UnsafeBufferPointer<Scalar>,
    momentum: UnsafeMutableBufferPointer<Scalar>, secondMoment: UnsafeMutableBufferPointer<Scalar>
  ) throws(BufferError) {
    let count = parameter.count
    let tiling = try Self.tiling([count])
    try Self.check([
      ("parameter", UnsafeBufferPointer(parameter), count), ("gradient", gradient, count),
      ("momentum", UnsafeBufferPointer(momentum), count), ("secondMoment", UnsafeBufferPointer(secondMoment), count),
    ])
    self.init(
      tiling: tiling, θ: parameter.baseAddress!, g: gradient.baseAddress!, m: momentum.baseAddress!,
      moments: .whole(v: secondMoment.baseAddress!))
  }

  private static func tiling(_ shape: [Int]) throws(BufferError) -> Tiling {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard length > 0, !overflow else { throw .shape(shape) }
      count = product
    }
    return Tiling(shape: shape)
  }

  private static func check(
    _ buffers: [(name: String, buffer: UnsafeBufferPointer<Scalar>, count: Int)]
  ) throws(BufferError) {
    for (name, buffer, count) in buffers where buffer.count != count || buffer.baseAddress == nil {
      throw .count(name, expected: count, got: buffer.count)
    }
    for (i, a) in buffers.enumerated() {
      for b in buffers[..<i] {
        let (x, y) = (UnsafeRawBufferPointer(a.buffer), UnsafeRawBufferPointer(b.buffer))
        guard x.baseAddress! < y.baseAddress! + y.count, y.baseAddress! < x.baseAddress! + x.count else { continue }
        throw .overlap(b.name, a.name)
      }
    }
  }
}

/// Memory that can't be the buffers of a step.
public enum BufferError: Error, Equatable, Sendable, CustomStringConvertible {
  case notFactored(shape: [Int])
  case shape([Int])
  case count(String, expected: Int, got: Int)
  case overlap(String, String)

  public var description: String {
    switch self {
    case .notFactored(let shape): "Factors need a shape of two or more dimensions, but got \(shape)."
    case .shape(let shape): "Buffers need a shape of lengths from 1 whose product an Int can count, but got \(shape)."
    case .count(let name, let expected, let got): "The buffer \(name) must have \(expected) numbers, but has \(got)."
    case .overlap(let a, let b): "The buffers \(a) and \(b) share memory, but a step writes to one while it reads both."
    }
  }
}
