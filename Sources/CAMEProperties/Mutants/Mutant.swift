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
  /// Whether it was written apart, unseen by the author of the catalogue until that was fixed.
  public var isHeldOut = false
}

/// A mutant in one format.
struct MutantIn<Scalar: Refereed> {
  var about: Mutant
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
  /// The mutant called `id`.
  ///
  /// - Throws: ``UnknownMutant`` with the names that come nearest.
  public static func named(_ id: String) throws(UnknownMutant) -> Mutant {
    guard let mutant = all.first(where: { $0.id == id }) else { throw UnknownMutant(id: id, known: all.map(\.id)) }
    return mutant
  }

  /// The mutant as an implementation under test.
  public func subject<Scalar: Refereed>(in format: Scalar.Type = Scalar.self) -> Subject<Scalar> {
    let patch = Self.all(in: Scalar.self).first { $0.about == self }!.patch
    let constants = Constants<Scalar>(patch.rounding ?? Reference<Scalar>.rounding)
    return Subject(id) { Patched($0, patch, constants) }
  }
}

/// A name that no mutant has.
public struct UnknownMutant: Error, Equatable, Sendable, CustomStringConvertible {
  public let id: String
  public let known: [String]

  public var description: String {
    "There is no mutant \"\(id)\"\(nearest(id, known) ?? "; --mutants shows them all.")"
  }
}

/// The names that share a word with another, as a question; nil if none does.
func nearest(_ id: String, _ known: [String]) -> String? {
  let words = Set(id.split(separator: "-"))
  let near = known.filter { !words.isDisjoint(with: $0.split(separator: "-")) || $0.contains(id) }
  return near.isEmpty ? nil : "; did you mean \(near.prefix(5).joined(separator: ", "))?"
}
