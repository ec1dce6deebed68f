internal import CAMECore
internal import CAMEProperties
internal import PropertyKit

/// Cases of one kind, drawn by the catalogue's generators.
struct CaseFamily: Sendable {
  let id: String
  /// What it is there to show.
  let aim: String
  let role: CaseRole
  let count: Int
  let trials: Trials
  /// Whether it is also tried with parameters in types other than Float.
  var isInEveryType = false

  /// Each family has numbers of its own.
  var seed: UInt64 { Settings.seed(for: "port-case-\(id)") }

  static let all: [CaseFamily] =
    ShapeKind.allCases.map { kind in
      CaseFamily(
        id: kind.rawValue, aim: "tensors that are a \(kind.rawValue), hyperparameters of all kinds", role: .plain,
        count: 6,
        trials: Trials([kind]))
    } + named

  private static let named = [
    CaseFamily(
      id: "defaults", aim: "the default hyperparameters", role: .plain, count: 16, trials: .defaults(),
      isInEveryType: true),
    CaseFamily(
      id: "zeroed", aim: "parameters from zero, which show the update in full", role: .zeroed, count: 10,
      trials: Trials(),
      isInEveryType: true),
    CaseFamily(
      id: "large-epsilons", aim: "ε1 = 3 and ε2 = 5: where they are added", role: .plain, count: 10,
      trials: Trials { palette in
        (palette.ε1, palette.ε2) = ([3], [5])
        palette.d = [palette.d[2], 1]
      }, isInEveryType: true),
    CaseFamily(
      id: "unclipped", aim: "no clip, so that the scale of u shows", role: .zeroed, count: 12,
      trials: Trials { $0.neverClip() }),
    CaseFamily(
      id: "clipped", aim: "a clip that always acts", role: .plain, count: 8, trials: Trials { $0.d = [0.001, 0.5] }),
    CaseFamily(
      id: "zero-rows", aim: "rows and columns of zeros", role: .plain, count: 12,
      trials: Trials(ShapeKind.factored, steps: 2...5, kinds: [.zeroRowsAndColumns, .sparseRows]) { $0.keepFinite() }),
    CaseFamily(
      id: "tiny", aim: "gradients around 2^−50", role: .zeroed, count: 8,
      trials: Trials(kinds: [.normal, .rankOne]) { $0.exponents = -55...(-45) }),
    CaseFamily(
      id: "huge", aim: "gradients around 2^35", role: .zeroed, count: 8,
      trials: Trials(kinds: [.normal, .rankOne]) { $0.exponents = 30...40 }),
    CaseFamily(
      id: "decay", aim: "weight decay", role: .plain, count: 10,
      trials: Trials { palette in
        palette.λ.removeFirst()
        palette.η = [0.5, 0.001]
      }, isInEveryType: true),
    CaseFamily(
      id: "still", aim: "a learning rate of zero, at which only the state moves", role: .plain, count: 6,
      trials: Trials { $0.η = [0] }),
    CaseFamily(
      id: "faint", aim: "a clip at 10^−10 and ε2 = 0, so that R C is less than the least number", role: .zeroed,
      count: 8,
      trials: Trials(ShapeKind.factored, kinds: [.normal]) { palette in
        (palette.d, palette.ε2, palette.η) = ([1e-10], [0], [1])
      }),
    CaseFamily(
      id: "no-averages", aim: "decays of zero", role: .plain, count: 10,
      trials: Trials { palette in (palette.β1, palette.β2, palette.β3) = ([0, 0.9], [0, 0.999], [0, 0.9999]) }),
    CaseFamily(
      id: "long", aim: "dozens of steps", role: .plain, count: 4,
      trials: .defaults(ShapeKind.factored + [.vector], steps: 24...32, side: 5), isInEveryType: true),
    CaseFamily(
      id: "wide", aim: "long sums", role: .zeroed, count: 4,
      trials: .defaults([.matrix, .vector, .row, .column], steps: 2...3, side: 150), isInEveryType: true),
    CaseFamily(
      id: "pair", aim: "two parameters of one shape", role: .pair, count: 10, trials: Trials(steps: 2...4)),
    CaseFamily(id: "start", aim: "a state to start from", role: .start, count: 20, trials: Trials(steps: 2...5)),
    CaseFamily(
      id: "reload", aim: "saving and loading on the way", role: .reload, count: 16, trials: Trials(steps: 2...5)),
    CaseFamily(
      id: "refused", aim: "gradients of a wrong shape", role: .refused, count: 24, trials: Trials(steps: 1...3)),
    CaseFamily(
      id: "poisoned", aim: "a gradient with a NaN or an infinity", role: .poisoned, count: 6,
      trials: Trials(steps: 1...3) { $0.keepFinite() }),
  ]
}

extension Trials {
  /// The default hyperparameters, apart from the learning rate.
  fileprivate static func defaults(
    _ shapes: [ShapeKind] = ShapeKind.allCases, steps: ClosedRange<Int> = 1...5, side: Int = 6
  ) -> Trials {
    Trials(shapes, steps: steps, side: side, kinds: [.normal, .integers, .rankOne, .sparseRows]) { palette in
      (palette.β1, palette.β2, palette.β3) = ([0.9], [0.999], [0.9999])
      (palette.ε1, palette.ε2, palette.d) = ([1e-30], [1e-16], [1])
      palette.keepFinite()
    }
  }
}
