internal import CAMECore
package import CAMEProperties
package import Formats
internal import Traces

/// An implementation in this process as a port: the lab's own CAME, or one of the catalogue's mutants.
package final class LocalPort<Scalar: Refereed>: CAMEPort {
  package let claims: PortClaims
  private let subject: Subject<Scalar>
  /// What is made of a parameter and its state after a step; nil leaves them.
  var afterStep: ((Snapshot<Scalar>, _ gradient: Tensor<Scalar>) -> Snapshot<Scalar>?)?

  /// - Parameter element: the type of parameters that it takes, whose numbers `Scalar` holds.
  package init(_ subject: Subject<Scalar>, element: ElementType) {
    self.subject = subject
    var claims = PortClaims(name: subject.name)
    claims.formats = [element]
    (claims.starts, claims.reloads, claims.refuses) = (true, true, true)
    self.claims = claims
  }

  package func reply(to question: PortCase) -> PortReply {
    do {
      return .answer(try answer(question))
    } catch {
      return .failure(PortFailure(.error, "\(error)"))
    }
  }

  private func answer(_ question: PortCase) throws -> PortAnswer {
    var trainings = try begin(question) { parameter in
      (parameter.initial, parameter.start, question.startStep)
    }
    var (steps, refused): ([[PortAnswer.Shown]], [Int]) = ([], [])
    for t in 1...question.steps {
      if question.reloads.contains(t) {
        let saved = trainings.map { $0.snapshot() }
        trainings = try begin(question) { parameter in
          let place = question.parameters.firstIndex { $0.name == parameter.name }!
          let shown = Self.shown(saved[place])
          return (shown.θ, shown.state, (question.startStep ?? 0) + t - 1)
        }
      }
      for (training, parameter) in zip(trainings, question.parameters) {
        let gradient = parameter.gradients[t - 1].map { Scalar(nearest: $0) }
        guard question.refused.contains(t) else {
          try training.step(gradient)
          if let changed = afterStep?(training.snapshot(), gradient) {
            try training.restore(changed, (question.startStep ?? 0) + t)
          }
          continue
        }
        do {
          try training.step(gradient)
        } catch {
          refused.append(t)
        }
      }
      steps.append(trainings.map { Self.shown($0.snapshot()) })
    }
    return PortAnswer(steps: steps, refused: refused)
  }

  /// Parameters before their first step, with the state to start from where there is one.
  private func begin(
    _ question: PortCase,
    _ start: (PortCase.Parameter) -> (θ: Tensor<Double>, state: [StateKey: Tensor<Double>], step: Int?)
  ) throws -> [Training<Scalar>] {
    let session = try subject.begin(question.hyperparameters)
    return try question.parameters.map { parameter in
      let (θ, state, step) = start(parameter)
      let first = θ.map { Scalar(nearest: $0) }
      let training = try session.start(first)
      if let step {
        let saved = Dictionary(uniqueKeysWithValues: state.map { ($0.rawValue, $1.map { Scalar(nearest: $0) }) })
        try training.restore(Snapshot(θ: first, state: saved), step)
      }
      return training
    }
  }

  private static func shown(_ snapshot: Snapshot<Scalar>) -> PortAnswer.Shown {
    func doubles(_ x: Tensor<Scalar>) -> Tensor<Double> { x.map { $0.expansion.high } }
    var state: [StateKey: Tensor<Double>] = [:]
    for (name, tensor) in snapshot.state {
      if let key = StateKey(rawValue: name) { state[key] = doubles(tensor) }
    }
    return PortAnswer.Shown(θ: doubles(snapshot.θ), state: state)
  }
}
