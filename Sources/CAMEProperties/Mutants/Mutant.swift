internal import CAMECore
public import Formats

/// A wrong CAME: the reference with a small patch.
///
/// Each is a mistake that a port has made or could easily make. A suite that lets one pass would let that port pass.
public struct Mutant: Hashable, Identifiable, Sendable {
  /// A short name in lower case, such as `no-clip`.
  public let id: String
  /// What is wrong, in one sentence.
  public let mistake: String
  /// The port or the library in which it was seen; nil for a slip that is only easy to make.
  public let seen: String?
  /// Why no test can tell it from CAME, if none can.
  public let equivalence: String?
}

/// A mutant in one format.
struct MutantIn<Scalar: Refereed> {
  let about: Mutant
  let patch: Patch<Scalar>

  init(
    _ id: String, _ mistake: String, seen: String? = nil, equivalent: String? = nil,
    _ make: (inout Patch<Scalar>) -> Void
  ) {
    about = Mutant(id: id, mistake: mistake, seen: seen, equivalence: equivalent)
    var patch = Patch<Scalar>()
    make(&patch)
    self.patch = patch
  }
}

extension Mutant {
  /// The mutant as an implementation under test.
  public func subject<Scalar: Refereed>(in format: Scalar.Type = Scalar.self) -> Subject<Scalar> {
    let patch = Self.all(in: Scalar.self).first { $0.about == self }!.patch
    let constants = RoundedConstants<Scalar>(patch.rounding ?? Reference<Scalar>.rounding)
    return Subject(id) { Patched($0, patch, constants) }
  }
}
