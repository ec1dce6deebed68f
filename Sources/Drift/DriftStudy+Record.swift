internal import CAMECore
internal import Formats
internal import LabRecords
internal import Traces

#if MPFR
  extension DriftStudy {
    /// Puts what was measured together into a record.
    func record(of results: [PolicyResult], _ meter: EndMeter, provenance: Provenance) throws -> DriftRecord {
      let (names, shapes) = (workload.names, workload.shapes)
      let studies = results.first?.studies ?? []
      let quantities = Quantity.allCases.filter { quantity in
        studies.contains { $0.measured.contains { $0[quantity] != nil } }
      }
      var runs = results.map { record(of: $0, quantities: quantities, names: names, shapes: shapes) }
      addCures(&runs, results)
      try Cures(meter: meter, steps: steps).add(to: &runs, results)
      return DriftRecord(
        tool: provenance.tool, made: provenance.made, command: provenance.command, seconds: 0,
        workload: workloadRecord(shapes),
        hyperparameters: hyperparameters.named.map {
          HyperparameterRecord(symbol: $0.symbol, name: $0.name, value: $0.value.description)
        },
        reference: "MPFR, \(reference.rawValue) bits, constants exact",
        quantities: quantities.map { QuantityRecord(symbol: $0.rawValue, name: $0.name, equation: $0.equation) }
          + [QuantityRecord(symbol: "Δθ", name: "displacement from the start", equation: "Δθ = θ − θ₀")],
        tensors: zip(names, shapes).map { TensorRecord(name: $0, shape: $1) }, runs: runs)
    }

    private func workloadRecord(_ shapes: [[Int]]) -> WorkloadRecord {
      let parameters = shapes.reduce(0) { $0 + $1.reduce(1, *) }
      switch workload {
      case .recording(let run):
        return WorkloadRecord(
          name: run.name, summary: run.summary, sha256: run.sha256, bytes: run.byteCount, steps: steps,
          parameters: parameters)
      case .objective(let objective, _):
        return WorkloadRecord(
          name: objective.kind.rawValue, summary: objective.kind.summary, sha256: nil, bytes: nil, steps: steps,
          parameters: parameters)
      }
    }

    private func record(
      of result: PolicyResult, quantities: [Quantity], names: [String], shapes: [[Int]]
    ) -> DriftRunRecord {
      let policy = result.policy
      let findings = Findings(result: result, constants: Constants(policy, hyperparameters), names: names)
      var inputs = InputsRecord(values: 0, rounded: 0, underflowed: 0, overflowed: 0)
      for study in result.studies {
        let part = study.inputs[result.index]
        inputs.values += part.values
        inputs.rounded += part.rounded
        inputs.underflowed += part.underflowed
        inputs.overflowed += part.overflowed
      }
      let parameters = Double(shapes.reduce(0) { $0 + $1.reduce(1, *) })
      return DriftRunRecord(
        policy: policy.name, title: policy.title, arithmetic: policy.arithmetic.title, storage: policy.parameterTitle,
        rounding: policy.roundingInWords, bits: policy.arithmetic.significantBits,
        storageBits: result.significantBits(.θ),
        stateBytesPerParameter: parameters == 0 ? 0 : policy.bytes(shapes: shapes, isState: true) / parameters,
        stored: policy.storedRecords(shapes: shapes), accumulators: policy.sumRecords, inputs: inputs,
        series: quantities.map { result.series($0, symbol: $0.rawValue) } + [result.series(nil, symbol: "Δθ")],
        attribution: quantities.filter { $0 != .g }.compactMap(result.attribution),
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

extension Policy {
  /// What each quantity is kept in.
  func storedRecords(shapes: [[Int]]) -> [StoredQuantityRecord] {
    StoredQuantity.allCases.compactMap { quantity in
      let counts = shapes.map { quantity.count(shape: $0) }
      let count = counts.reduce(0, +)
      guard count > 0 else { return nil }
      let symbol = quantity.quantity.rawValue
      guard let format = stored[quantity] else {
        let format = quantity == .θ ? storage : arithmetic
        return StoredQuantityRecord(
          quantity: symbol, format: format.name, title: format.title, bytes: Double(format.bytes))
      }
      let bytes = counts.reduce(0) { $0 + format.bytes(count: $1) } / Double(count)
      return StoredQuantityRecord(quantity: symbol, format: format.name, title: format.title, bytes: bytes)
    }
  }

  /// What the sums are added in, if not in the arithmetic.
  var sumRecords: [StoredQuantityRecord] {
    guard let sums else { return [] }
    return [Quantity.r, .c, .rms, .R, .C].map {
      StoredQuantityRecord(quantity: $0.rawValue, format: sums.rawValue, title: sums.title, bytes: nil)
    }
  }
}
