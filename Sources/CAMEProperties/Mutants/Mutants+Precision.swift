internal import CAMECore
internal import Formats
internal import Synchronization

/// Roundings that CAME doesn't have, and results that depend on when they are computed.
extension Mutant {
  static func precision<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    narrowFormats() + roundings() + unrepeatable()
  }

  private static func narrowFormats<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn(
        "state-in-half", "The whole state is rounded to the 11 bits of half precision in every step.",
        seen: "pytorch_optimizer, ColossalAI, CANN"
      ) {
        $0.each(.state) { s, _ in s.x.map { $0.rounded(toBits: 11) } }
      },
      MutantIn(
        "state-in-bfloat16", "The whole state is rounded to the 8 bits of bfloat16 in every step.",
        seen: "pytorch_optimizer, ColossalAI"
      ) {
        $0.each(.state) { s, _ in s.x.map { $0.rounded(toBits: 8) } }
      },
      MutantIn("momentum-in-bfloat16", "The momentum is rounded to the 8 bits of bfloat16 in every step.") {
        $0[.m] = { s in s.x.map { $0.rounded(toBits: 8) } }
      },
      MutantIn("instability-in-bfloat16", "R and C are rounded to the 8 bits of bfloat16 in every step.") {
        $0.each(.instability) { s, _ in s.x.map { $0.rounded(toBits: 8) } }
      },
      MutantIn("gradient-in-bfloat16", "The gradient is rounded to the 8 bits of bfloat16.") {
        $0[.g] = { s in s.x.map { $0.rounded(toBits: 8) } }
      },
      MutantIn("update-in-bfloat16", "The update is rounded to the 8 bits of bfloat16.") {
        $0[.update] = { s in s.x.map { $0.rounded(toBits: 8) } }
      },
      MutantIn("parameter-in-bfloat16", "θ is rounded to the 8 bits of bfloat16 after every step.") {
        $0[.θ] = { s in s.x.map { $0.rounded(toBits: 8) } }
      },
      MutantIn(
        "momentum-in-eight-bit-integers", "The momentum is kept as 256 levels between its least and greatest element.",
        seen: "Sana and OneTrainer, 8-bit CAME"
      ) {
        $0[.m] = { s in
          guard let least = s.x.values.min(), let greatest = s.x.values.max(), least < greatest else { return s.x }
          let unit = (greatest - least) / 255
          return s.x.map { ($0 - least) / unit }.map { $0.rounded() * unit + least }
        }
      },
    ]
  }

  private static func roundings<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("complements-in-format", "1 − β is formed in the format, from a β that was rounded already.") {
        $0.rounding = .inFormat
      },
      MutantIn("momentum-rounded-down", "The momentum is rounded towards −∞, to four bits fewer than the format has.") {
        $0[.m] = { s in s.x.map { $0.rounded(toBits: Scalar.significantBits - 4, .down) } }
      },
      MutantIn("momentum-cut-off", "The momentum is rounded towards zero, to four bits fewer than the format has.") {
        $0[.m] = { s in s.x.map { $0.rounded(toBits: Scalar.significantBits - 4, .towardZero) } }
      },
      MutantIn("small-steps-lost", "An element of θ stays as it is where it would move by less than 1/256 of itself.") {
        $0[.θ] = { s in s.zip(s.x, s.θBefore) { ($0 - $1).magnitude < $1.magnitude / 256 ? $1 : $0 } }
      },
    ]
  }

  private static func unrepeatable<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("dither", "Elements of the update grow by up to three units in the last place, by others in each run.") {
        let counter = Counter()
        $0[.update] = { s in s.x.map { $0 + $0 * (Scalar.ulpOfOne * Scalar(counter.next() % 4)) } }
      },
      MutantIn("order-of-sums", "Row means add their terms in an order that is another in each run.") {
        let counter = Counter()
        $0[.r] = { s in
          let (squares, m, first) = (s.squares, s.m, counter.next())
          var sums = s.rowSums(squares)
          for row in 0..<sums.count {
            sums[row] = (0..<m).reduce(0) { $0 + squares[row * m + ($1 + first) % m] }
          }
          return s.averaged(.r, with: sums.map { $0 / Scalar(m) })
        }
      },
    ]
  }

  /// Counts on from run to run.
  private final class Counter: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
  }
}
