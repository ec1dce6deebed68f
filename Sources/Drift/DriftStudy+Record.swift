internal import CAMECore
internal import Formats
internal import LabRecords
internal import Traces

#if MPFR
  extension DriftStudy {
    /// Puts the tensors' studies together into a record.
    func record(of studies: [TensorStudy], provenance: Provenance, seconds: Double) -> DriftRecord {
      let names = run.parameterNames
      let shapes = names.map { run.shape(of: $0) ?? [] }
      let quantities = Quantity.allCases.filter { quantity in
        studies.contains { $0.measured.contains { $0[quantity] != nil } }
      }
      let results = policies.enumerated().map { PolicyResult(index: $0, policy: $1, studies: studies, steps: steps) }
      var runs = results.map { result in
        record(of: result, quantities: quantities, names: names, shapes: shapes)
      }
      addCures(&runs, results)
      return DriftRecord(
        tool: provenance.tool, made: provenance.made, command: provenance.command, seconds: seconds,
        workload: WorkloadRecord(
          name: run.name, summary: run.summary, sha256: run.sha256, bytes: run.byteCount, steps: steps,
          parameters: shapes.reduce(0) { $0 + $1.reduce(1, *) }),
        hyperparameters: hyperparameters.named.map {
          HyperparameterRecord(symbol: $0.symbol, name: $0.name, value: $0.value.description)
        },
        reference: "MPFR, \(Truth.significantBits) bits, constants exact",
        quantities: quantities.map { QuantityRecord(symbol: $0.rawValue, name: $0.name, equation: $0.equation) }
          + [QuantityRecord(symbol: "Δθ", name: "displacement from the start", equation: "Δθ = θ − θ₀")],
        tensors: zip(names, shapes).map { TensorRecord(name: $0, shape: $1) }, runs: runs)
    }

    private func record(
      of result: PolicyResult, quantities: [Quantity], names: [String], shapes: [[Int]]
    ) -> DriftRunRecord {
      let policy = result.policy
      let constants = Constants(policy, hyperparameters)
      let findings = Findings(result: result, constants: constants, names: names)
      var inputs = InputsRecord(values: 0, rounded: 0, underflowed: 0, overflowed: 0)
      for study in result.studies {
        let part = study.inputs[result.index]
        inputs.values += part.values
        inputs.rounded += part.rounded
        inputs.underflowed += part.underflowed
        inputs.overflowed += part.overflowed
      }
      return DriftRunRecord(
        policy: policy.name, title: policy.title, arithmetic: policy.arithmetic.title, storage: policy.storage.title,
        rounding: policy.roundingInWords, bits: policy.arithmetic.significantBits,
        storageBits: policy.storage.significantBits,
        stateBytesPerParameter: result.stateBytes(shapes: shapes), inputs: inputs,
        series: quantities.map { result.series($0, symbol: $0.rawValue) } + [result.series(nil, symbol: "Δθ")],
        firstToPart: result.firstToPart, firstNonFinite: result.firstNonFinite, outcome: outcome(result),
        findings: findings.all)
    }

    private func outcome(_ result: PolicyResult) -> String {
      let tensors = result.studies.count
      if let overflow = result.inputOverflow {
        return overflow.step == 0
          ? "The initial parameters are past the range of \(result.policy.storage.title)."
          : "The gradients are past the range of \(result.policy.storage.title) from step \(overflow.step) on."
      }
      if let event = result.firstNonFinite {
        let lost = result.lostTensors
        let share = lost == tensors ? "all \(tensors) tensors" : "\(lost) of \(tensors) tensors"
        return lost == 0
          ? "Not finite at step \(event.step), though the parameters stayed finite."
          : "NaN or infinity from step \(event.step) on, in \(share) at the end."
      }
      guard let bits = result.bitsAtEnd else { return "Finite through step \(steps)." }
      return "Finite through step \(steps); \(bits)."
    }

    /// Names for each ruined policy the cheapest other one that came through, first among those of the same storage.
    private func addCures(_ runs: inout [DriftRunRecord], _ results: [PolicyResult]) {
      for ruined in runs.indices where results[ruined].isRuined {
        let sound = runs.indices.filter { !results[$0].isRuined }
        let cure = sound.min { a, b in
          let (x, y) = (runs[a].storage == runs[ruined].storage, runs[b].storage == runs[ruined].storage)
          if x != y { return x }
          return runs[a].stateBytesPerParameter < runs[b].stateBytesPerParameter
        }
        guard let cure, let finding = runs[ruined].findings.firstIndex(where: { $0.kind == .nonFinite }) else {
          continue
        }
        let bits = results[cure].bitsAtEnd.map { "; \($0)" } ?? ""
        runs[ruined].findings[finding].cure =
          "\(runs[cure].policy) (\(runs[cure].title)) stays finite through step \(steps)\(bits)."
      }
    }
  }
#endif
