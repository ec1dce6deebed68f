public import CAMECore
public import Formats
#if MPFR
  internal import BigRealModule
#endif

/// An implementation under test with its types hidden, but for the format of its numbers.
///
///     Subject("my CAME") { hyperparameters in MyAdapter(MyCAME(hyperparameters)) }
public struct Subject<Scalar: Refereed>: Sendable {
  /// What reports call it.
  public let name: String
  /// What it can show or do; a property that needs more doesn't apply.
  public let abilities: Set<Ability>
  /// The kinds of tensor that it supports.
  public let shapes: Set<ShapeKind>
  package let begin: @Sendable (CAMEHyperparameters) throws -> Session<Scalar>

  /// The implementation that `make` makes for hyperparameters.
  ///
  /// One that can't be made for the defaults shows nothing and supports nothing.
  public init<Implementation: CAMEImplementation<Scalar>>(
    _ name: String, _ make: @escaping @Sendable (CAMEHyperparameters) throws -> Implementation
  ) {
    self.name = name
    begin = { try session(of: make($0)) }
    var (abilities, shapes): (Set<Ability>, Set<ShapeKind>) = ([], [])
    if let defaults = try? CAMEHyperparameters(learningRate: 0.001), let one = try? make(defaults) {
      shapes = Set(ShapeKind.allCases.filter { one.supports(shape: $0.example) })
      if one.refusesWrongShapes { abilities.insert(.refusesWrongShapes) }
      if let shape = shapes.min(by: { $0.example.count < $1.example.count })?.example,
        let state = try? one.initialState(shape: shape), let named = one.named(state)
      {
        abilities.insert(.showsState)
        if (try? one.state(named: named, step: 0, shape: shape)) ?? nil != nil { abilities.insert(.restoresState) }
      }
    }
    (self.abilities, self.shapes) = (abilities, shapes)
  }

  /// The lab's own CAME.
  public static var reference: Subject {
    let constants = Constants<Scalar>(Reference<Scalar>.rounding)
    return Subject("the reference") { Reference(came: CAME(coefficients: constants.coefficients($0))) }
  }
}

/// What an implementation can show or do beyond taking steps.
public enum Ability: String, CaseIterable, Sendable, Codable {
  case showsState = "shows its state"
  case restoresState = "restores its state"
  case refusesWrongShapes = "refuses gradients of a wrong shape"
}

/// One instance of an implementation, for hyperparameters.
package struct Session<Scalar: Refereed> {
  package let supports: ([Int]) -> Bool
  /// A parameter of this instance before its first step.
  package let start: (Tensor<Scalar>) throws -> Training<Scalar>
}

/// A parameter in training.
package struct Training<Scalar: Refereed> {
  package let step: (Tensor<Scalar>) throws -> Void
  /// The parameter alone, which costs less than a snapshot.
  package let parameter: () -> Tensor<Scalar>
  package let snapshot: () -> Snapshot<Scalar>
  /// Replaces the state by one that was saved; throws if it can't be.
  package let restore: (Snapshot<Scalar>, _ step: Int) throws -> Void
}

/// A parameter, and what the implementation shows of its state.
package struct Snapshot<Scalar: Refereed>: Equatable {
  package var θ: Tensor<Scalar>
  package var state: [String: Tensor<Scalar>]

  package init(θ: Tensor<Scalar>, state: [String: Tensor<Scalar>]) { (self.θ, self.state) = (θ, state) }
}

struct CannotRestore: Error {}

/// Hides the types of an implementation. Ours run at full speed only where they are specialized.
#if MPFR
  @specialized(where Implementation == Reference<Double>)
  @specialized(where Implementation == Reference<BigReal127>)
  @specialized(where Implementation == Patched<Double>)
  @specialized(where Implementation == Patched<BigReal127>)
#endif
#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
  @specialized(where Implementation == Reference<Float16>)
  @specialized(where Implementation == Patched<Float16>)
#endif
@specialized(where Implementation == Reference<Float>)
@specialized(where Implementation == Patched<Float>)
func session<Implementation: CAMEImplementation>(of implementation: Implementation) -> Session<Implementation.Scalar> {
  Session(
    supports: implementation.supports,
    start: { start in
      var parameter = start
      var state = try implementation.initialState(shape: start.shape)
      return Training(
        step: { try implementation.step(&parameter, gradient: $0, state: &state) },
        parameter: { parameter },
        snapshot: { Snapshot(θ: parameter, state: implementation.named(state) ?? [:]) },
        restore: { saved, step in
          guard let restored = try implementation.state(named: saved.state, step: step, shape: saved.θ.shape) else {
            throw CannotRestore()
          }
          (parameter, state) = (saved.θ, restored)
        })
    })
}
