internal import BigRealModule
internal import Dispatch
public import Formats
public import LabRecords
internal import RealModule
internal import Synchronization

/// How accurate swift-numerics' functions are in each format: every result beside MPFR's, rounded once.
///
/// The truth has 127 bits, more than twice those of Double, so it decides which result is the correctly rounded one unless it
/// lies within 2⁻¹²⁶ of the middle of two numbers without being it.
public struct Audit: Sendable {
  public let formats: [any NumberFormat]
  public let functions: [AuditedFunction]
  /// Random inputs a function, where not all numbers of the format are tried.
  public let samples: Int
  public let seed: UInt64
  /// How many threads are used; it changes no number.
  public let threads: Int

  /// - Throws: ``AuditError`` if there is nothing to try, or too few samples.
  public init(
    formats: [any NumberFormat], functions: [AuditedFunction] = AuditedFunction.allCases, samples: Int = 50_000,
    seed: UInt64 = 0, threads: Int = 1
  ) throws(AuditError) {
    guard samples >= 1 else { throw .samples(samples) }
    for format in formats where format.significantBits > 53 {
      throw .format(format.name, known: Self.known.map(\.name))
    }
    (self.formats, self.functions, self.samples, self.seed) = (formats, functions, samples, seed)
    self.threads = max(1, threads)
  }

  /// The formats that can be audited: all but MPFR, which is the judge.
  public static var known: [any NumberFormat] { Formats.emulated + Formats.native }

  #if MPFR
    /// Tries every function in every format; `progress` is called with the share that is done, from any thread.
    ///
    /// - Complexity: some microseconds a result, of which nearly all is MPFR's.
    public func rows(progress: @Sendable (Double) -> Void = { _ in }) -> [AuditRowRecord] {
      let tasks = formats.flatMap { format in functions.map { (format, $0) } }
      let rows = Mutex<[AuditRowRecord?]>(Array(repeating: nil, count: tasks.count))
      let next = Atomic(0)
      let done = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: min(threads, max(1, tasks.count))) { _ in
        while true {
          let i = next.add(1, ordering: .relaxed).oldValue
          guard i < tasks.count else { return }
          let row = row(tasks[i].0, tasks[i].1)
          rows.withLock { $0[i] = row }
          progress(Double(done.add(1, ordering: .relaxed).newValue) / Double(tasks.count))
        }
      }
      return rows.withLock { $0.compactMap(\.self) }
    }

    private func row<F: NumberFormat>(_ format: F, _ function: AuditedFunction) -> AuditRowRecord {
      audited(F.Scalar.self, function, samples: samples, seed: seed)
    }
  #endif
}

/// An audit that can't be made.
public enum AuditError: Error, Equatable, Sendable, CustomStringConvertible {
  case samples(Int)
  case format(String, known: [String])
  case function(String)

  public var description: String {
    switch self {
    case .samples(let count): "An audit needs at least 1 sample, but got \(count)."
    case .format(let name, let known):
      "\"\(name)\" can't be audited; \(known.joined(separator: ", ")) can. MPFR is the judge."
    case .function(let name):
      "There is no function \"\(name)\"; there are \(AuditedFunction.allCases.map(\.rawValue).joined(separator: ", "))."
    }
  }
}

#if MPFR
  // Opened from an existential, the unspecialized form would run; these make it jump to fast ones.
  #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    @specialized(where Scalar == Float16)
  #endif
  @specialized(where Scalar == BFloat16)
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func audited<Scalar: FormatScalar>(
    _: Scalar.Type, _ function: AuditedFunction, samples: Int, seed: UInt64
  ) -> AuditRowRecord {
    let inputs = AuditInputs<Scalar>(function, samples: samples, seed: seed)
    let ulp = UlpScale(Scalar.self)
    var row = AuditRowRecord(
      format: Scalar.formatTitle, function: function.rawValue, inputs: inputs.values.count,
      isExhaustive: inputs.isExhaustive, wrong: 0, unfaithful: 0, wrongKind: 0, wrongKindInput: nil, worstUlps: 0,
      worstInput: nil)
    for (i, x) in inputs.values.enumerated() {
      let y = inputs.seconds.isEmpty ? x : inputs.seconds[i]
      let truth = function(BigReal127(nearest: x.expansion), BigReal127(nearest: y.expansion)).expansion
      let (result, expected) = (function(x, y), Scalar(nearest: truth))
      if result == expected ? result.sign == expected.sign : result.isNaN && expected.isNaN { continue }
      row.wrong += 1
      func input() -> String { inputs.seconds.isEmpty ? "\(x)" : "\(x), \(y)" }
      guard result.isFinite, expected.isFinite else {
        row.wrongKind += 1
        if row.wrongKindInput == nil { row.wrongKindInput = input() }
        continue
      }
      let error = (result.expansion - truth).magnitude / ulp.ulp(at: truth.high)
      if error >= 1 { row.unfaithful += 1 }
      if error > row.worstUlps { (row.worstUlps, row.worstInput) = (error, input()) }
    }
    return row
  }
#endif
