internal import CAMECore
public import Formats
public import PropertyKit
public import Theorems

/// What must hold of CAME: one statement with its formula, its bound and where it comes from.
///
/// It is stated once and used everywhere: `property.of(subject)` is what `came-lab check`, `swift test`, a port's own tests and
/// the validator run.
///
///     let mine = Subject("mine") { MyAdapter($0) }
///     @Test(arguments: mine.properties) func holds(_ property: CAMEProperty) async {
///       await check(property.of(mine))
///     }
public struct CAMEProperty: Hashable, Identifiable, Sendable {
  /// A short name in lower case, such as `momentum-bound`.
  public let id: String
  public let family: Family
  /// In words.
  public let statement: String
  /// In symbols, those of the paper.
  public let formula: String
  /// How far arithmetic may be from it, and why: the derivation of the bound, or why none is needed.
  public let bound: String
  /// Where it comes from.
  public let source: String
  /// Whether a case has a ratio of error to bound; otherwise it holds bit for bit, or it doesn't.
  public let isScored: Bool
  /// Whether a case takes dozens of steps.
  public let isLong: Bool
  /// The kinds of tensor for which it is claimed; an implementation must support one of them.
  public let shapes: [ShapeKind]
  /// The kinds of tensor with which those are compared; an implementation must support all of them.
  public let comparedShapes: [ShapeKind]
  /// What an implementation has to show or to do.
  public let needs: Set<Ability>
  /// Why it is kept though it notices none of the mutants.
  public let kept: String?
  /// The theorems of `Proofs` that it rests on; empty if it isn't proved.
  public let citations: [Citation]

  public enum Family: String, CaseIterable, Sendable, Codable {
    case stability, symmetry, factorization, convergence
  }
}

extension CAMEProperty: CustomStringConvertible {
  public var description: String { id }
}

extension CAMEProperty {
  /// The property of an implementation.
  ///
  /// - Precondition: the implementation can do what the property ``needs``, as all of its ``Subject/properties`` are.
  public func of<Scalar: Refereed>(_ subject: Subject<Scalar>) -> Rung {
    guard applies(to: subject) else {
      let lacks =
        needs.subtracting(subject.abilities).map(\.rawValue).sorted()
        + Set(comparedShapes).subtracting(subject.shapes).map { "supports a \($0.rawValue)" }.sorted()
      fatalError(
        "\(id) asks of an implementation that it \(lacks.isEmpty ? "supports its shapes" : lacks.joined(separator: ", ")), "
          + "which \(subject.name) doesn't; take its `properties`.")
    }
    let property = Self.all(in: Scalar.self).first { $0.about == self }!
    return Rung(Scalar.self, named: Scalar.formatTitle, title: id, claim: "\(statement) [\(formula)]") { _ in
      property.property(of: subject)
    }
  }

  /// Whether the implementation can do what the property needs.
  public func applies<Scalar: Refereed>(to subject: Subject<Scalar>) -> Bool {
    needs.isSubset(of: subject.abilities) && !subject.shapes.isDisjoint(with: shapes)
      && subject.shapes.isSuperset(of: comparedShapes)
  }

  /// Every property, by family; ``Subject/properties`` are those that apply to an implementation.
  public static let all: [CAMEProperty] = all(in: Float.self).map(\.about)

  /// The property called `id`.
  ///
  /// - Throws: ``UnknownProperty`` with the names that come nearest.
  public static func named(_ id: String) throws(UnknownProperty) -> CAMEProperty {
    guard let property = all.first(where: { $0.id == id }) else { throw UnknownProperty(id: id, known: all.map(\.id)) }
    return property
  }
}

extension Subject {
  /// The properties that ask no more of the implementation than it can show or do.
  public var properties: [CAMEProperty] { CAMEProperty.all.filter { $0.applies(to: self) } }
}

/// A name that no property has.
public struct UnknownProperty: Error, Equatable, Sendable, CustomStringConvertible {
  public let id: String
  public let known: [String]

  public var description: String { "There is no property \"\(id)\"\(nearest(id, known) ?? "; --list shows them all.")" }
}

/// A property in one format.
struct PropertyIn<Scalar: Refereed> {
  typealias Test = @Sendable (Trial<Scalar>, Judge<Scalar>) throws -> Verdict

  let about: CAMEProperty
  let trials: Trials
  let test: Test

  /// `exact` for a statement without a bound to be near to.
  init(
    _ id: String, _ family: CAMEProperty.Family, _ statement: String, formula: String, bound: String, source: String,
    exact: Bool = false, long: Bool = false, needs: Set<Ability> = [], kept: String? = nil,
    comparing comparedShapes: [ShapeKind] = [], on trials: Trials,
    _ test: @escaping Test
  ) {
    about = CAMEProperty(
      id: id, family: family, statement: statement, formula: formula,
      bound: bound.hasSuffix(" ") ? String(bound.dropLast()) : bound,
      source: source, isScored: !exact, isLong: long,
      shapes: trials.shapes, comparedShapes: comparedShapes, needs: needs, kept: kept,
      citations: CAMEProperties.citations[id] ?? [])
    (self.trials, self.test) = (trials, test)
  }

  func property(of subject: Subject<Scalar>) -> Property<Trial<Scalar>> {
    let constants = Judge<Scalar>.constants()
    return Property(trials.generator(subject)) { [test] trial in
      do {
        return try test(trial, Judge(trial.hyperparameters, constants))
      } catch is Unsupported {
        return .discarded
      } catch {
        return .failed(cause: "\(error)")
      }
    }
  }
}
