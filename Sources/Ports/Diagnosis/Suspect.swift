internal import CAMECore
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

  static let all = ofCatalogue + [twins]

  /// What takes two tensors to be seen, so that the catalogue, whose properties train one at a time, doesn't have it.
  private static let twins = Suspect(
    id: "second-moment-of-twins-overwritten",
    mistake: "Vectors of one shape take their steps together, and what is kept as v is overwritten by u = g / √v.",
    seen: "anima_lora"
  ) { question in
    let vectors = question.parameters.filter { !$0.isFactored }.map(\.shape)
    let port = LocalPort(Subject<Float>.reference, element: question.element)
    port.afterStep = { snapshot, gradient in
      guard vectors.count(where: { $0 == snapshot.θ.shape }) > 1, let v = snapshot.state["exp_avg_sq"] else {
        return nil
      }
      var changed = snapshot
      for i in 0..<v.count { changed.state["exp_avg_sq"]![i] = (1 / v[i].squareRoot()) * gradient[i] }
      return changed
    }
    return port.reply(to: question)
  }

  /// The catalogue's mutants, but for those that no test can tell from CAME.
  private static let ofCatalogue: [Suspect] = Mutant.all.filter { $0.equivalence == nil }.map { mutant in
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
