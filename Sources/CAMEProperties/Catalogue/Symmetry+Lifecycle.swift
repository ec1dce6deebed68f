internal import CAMECore
internal import Formats
internal import PropertyKit

extension CAMEProperty {
  /// What saving, restoring and sharing must not change.
  static func lifecycle<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    let exact = "Exact: the same operations on the same numbers."
    return [
      PropertyIn(
        "state-shape", .symmetry,
        "The state is a momentum and four factors for each matrix, and two tensors for a vector.",
        formula: "n m + 2 (n + m) numbers for each n × m matrix of a batch, 2 N of a vector or scalar",
        bound: "Exact. The names are those of the official code.",
        source: "Luo et al. 2023, section 3.3; the official code",
        exact: true, needs: [.showsState], on: Trials(steps: 1...2)
      ) { trial, _ in
        let rows = Array(trial.shape.dropLast())
        let columns = Array(trial.shape.dropLast(2) + trial.shape.suffix(1))
        let expected =
          trial.isFactored
          ? [
            "exp_avg": trial.shape, "exp_avg_sq_row": rows, "exp_avg_sq_col": columns, "exp_avg_res_row": rows,
            "exp_avg_res_col": columns,
          ] : ["exp_avg": trial.shape, "exp_avg_sq": trial.shape]
        for snapshot in try trial.train() where snapshot.state.mapValues(\.shape) != expected {
          return .failed(cause: "shapes \(snapshot.state.mapValues(\.shape).sorted { $0.key < $1.key })")
        }
        return .holds
      },
      PropertyIn(
        "determinism", .symmetry, "The same gradients lead to the same bits, every time.",
        formula: "two runs from θ_0 with g_1 … g_t are equal, bit for bit", bound: exact,
        source: "a step is a function",
        exact: true, on: Trials()
      ) { trial, _ in
        let same = zip(try trial.train(), try trial.train()).allSatisfy { $0.isSame(as: $1) }
        return same ? .holds : .failed(cause: "two runs differ")
      },
      PropertyIn(
        "tensors-independent", .symmetry, "Tensors trained by one optimizer don't feel each other, even of one shape.",
        formula: "θ_a with θ_b beside it = θ_a alone, bit for bit", bound: exact,
        source: "every tensor has a state of its own", exact: true, on: Trials()
      ) { trial, _ in
        let session = try trial.subject.begin(trial.hyperparameters)
        guard session.supports(trial.shape) else { throw Unsupported() }
        let (first, second) = (try session.start(trial.start), try session.start(trial.start.map { $0 / 2 }))
        let alone = try trial.train()
        for (t, gradient) in trial.gradients.enumerated() {
          try first.step(gradient)
          try second.step(gradient.map { 1 - $0 })
          guard first.snapshot().isSame(as: alone[t + 1]) else { return .failed(cause: "another tensor changed it") }
        }
        return .holds
      },
      PropertyIn(
        "save-restore", .symmetry, "Training goes on from a saved state as if it had never stopped.",
        formula: "restore(save(state)), then g_(s+1) … g_t = g_1 … g_t, bit for bit",
        bound:
          "Exact, if the state is all there is and keeps its format. PyTorch casts a restored state to the format of the "
          + "parameter.", source: "the state and the gradient determine the step", exact: true,
        needs: [.showsState, .restoresState], on: Trials(steps: 2...5)
      ) { trial, _ in
        let through = try trial.train()
        let stop = 1 + trial.salt % (trial.gradients.count - 1)
        let training = try trial.begin()
        try training.restore(through[stop], stop)
        guard training.snapshot().isSame(as: through[stop]) else { return .failed(cause: "restored another state") }
        for t in stop..<trial.gradients.count {
          try training.step(trial.gradients[t])
          guard training.snapshot().isSame(as: through[t + 1]) else { return .failed(cause: "went on differently") }
        }
        return .holds
      },
      PropertyIn(
        "step-count-free", .symmetry, "How many steps were taken changes nothing: CAME has no bias correction.",
        formula: "a step from (θ, state, t) = a step from (θ, state, t + 1000), bit for bit",
        bound: "Exact: t stands nowhere in Algorithm 2.", source: "Algorithm 2", exact: true,
        needs: [.showsState, .restoresState], on: Trials(steps: 2...5)
      ) { trial, _ in
        let through = try trial.train()
        let last = trial.gradients.count - 1
        let training = try trial.begin()
        try training.restore(through[last], last + 1000)
        try training.step(trial.gradients[last])
        return training.snapshot().isSame(as: through[last + 1]) ? .holds : .failed(cause: "t matters")
      },
      PropertyIn(
        "current-gradient-only", .symmetry, "With β2 = 0 the second moment is that of the current gradient alone.",
        formula: "β2 = 0 ⟹ r_t, c_t, v_t depend on g_t only, bit for bit", bound: "Exact: 0 · r + 1 · A is A.",
        source: "Luo et al. 2023, lines 3 and 4", exact: true, needs: [.showsState],
        on: Trials(steps: 2...4) {
          $0.keepFinite(); $0.β2 = [0]
        }
      ) { trial, _ in
        guard let last = try trial.train().last, let alone = try trial.train(with: trial.gradients.suffix(1)).last
        else {
          return .holds
        }
        let names = last.moments.filter { $0.hasPrefix("exp_avg_sq") }
        let same = try names.allSatisfy { try last.tensor($0).agrees(with: alone.tensor($0)) }
        return same ? .holds : .failed(cause: "earlier gradients matter")
      },
      PropertyIn(
        "forgetting", .symmetry, "What an early gradient left in the second moment fades by β2 a step.",
        formula: "two histories that differ in g_1 alone: r_t − r̃_t = β2^(t−1) (r_1 − r̃_1)",
        bound: "The average is linear: 4 roundings a step of each history.", source: "Luo et al. 2023, lines 3 and 4",
        needs: [.showsState], on: Trials(steps: 2...5) { $0.keepFinite() }
      ) { trial, judge in
        var others = trial.gradients
        others[0] = others[0].map { $0 / 4 }
        let (a, b) = (try trial.train(), try trial.train(with: others))
        var worst = Worst()
        for t in 2..<a.count {
          for name in a[t].moments where name.hasPrefix("exp_avg_sq") {
            let (before, after) = (
              (try a[t - 1].tensor(name), try b[t - 1].tensor(name)), (try a[t].tensor(name), try b[t].tensor(name))
            )
            for i in 0..<after.0.count {
              let apart = before.0[i].exactly - before.1[i].exactly
              let scale = after.0[i].exactly + after.1[i].exactly
              worst.take(
                after.0[i].exactly - after.1[i].exactly, judge.β2.value * apart,
                within: judge.β2.error * apart.magnitude + 4 * judge.u * scale + 4 * judge.least)
            }
          }
        }
        return worst.verdict
      },
    ]
  }
}
