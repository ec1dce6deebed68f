internal import CAMEProperties
internal import Formats

/// A known mistake that a port may have made.
struct Suspect: Sendable {
  let id: String
  let mistake: String
  let seen: String?
  private let make: @Sendable (PortCase) -> PortReply

  /// Its answer to a case; nil where it has none.
  func answer(_ question: PortCase) -> PortAnswer? {
    guard case .answer(let answer) = make(question) else { return nil }
    return answer
  }

  /// The catalogue's mutants, but for those that no test can tell from CAME.
  static let all: [Suspect] = Mutant.all.filter { $0.equivalence == nil }.map { mutant in
    Suspect(id: mutant.id, mistake: mutant.mistake, seen: mutant.seen) { question in
      #if MPFR
        if question.element == .f64 {
          return LocalPort<Double>(mutant.subject(), element: .f64).reply(to: question)
        }
      #endif
      return LocalPort<Float>(mutant.subject(), element: question.element).reply(to: question)
    }
  }
}
