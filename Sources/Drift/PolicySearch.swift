internal import CAMECore
internal import Formats
internal import LabRecords

#if MPFR
  /// Finds the policy with the fewest bytes whose displacement is still right to a number of bits at the end.
  ///
  /// Each kept quantity is first made narrow alone, the others wide: what is lost then is lost by this quantity. Of the formats
  /// of one size the most accurate one is taken. Then all are made as narrow as each may be alone; where that is too much,
  /// the quantity whose widening helps most is widened, until the budget is kept; at last every quantity is tried one size
  /// narrower, until none can be. So the result is minimal in every single quantity, as in delta debugging, not over all
  /// combinations.
  ///
  /// Reference: Rubio-González et al., *Precimonious: Tuning Assistant for Floating-Point Precision*, SC 2013.
  struct PolicySearch {
    let base: Policy
    let budget: Double
    private let meter: EndMeter
    private let shapes: [[Int]]
    private let quantities: [StoredQuantity]
    private var trials: [(policy: Policy, bits: Double?)] = []

    /// A choice of size for each quantity: 0 is as in the base, higher is narrower.
    private typealias Sizes = [StoredQuantity: Int]
    /// The best format of each size, from 1, by quantity; as far as there are sizes.
    private var ladders: [StoredQuantity: [StorageFormat]] = [:]
    /// What each step of a ladder alone leaves.
    private var alone: [StoredQuantity: [Double?]] = [:]

    init(_ meter: EndMeter, _ shapes: [[Int]], base: Policy, budget: Double) {
      (self.base, self.budget, self.meter, self.shapes) = (base, budget, meter, shapes)
      quantities = StoredQuantity.allCases.filter { quantity in shapes.contains { quantity.count(shape: $0) > 0 } }
    }

    /// The formats to try for a quantity, by size from two bytes down to half a byte.
    private static func candidates(_ quantity: StoredQuantity) -> [[String]] {
      switch quantity {
      case .θ, .m:
        [
          ["bfloat16:stochastic", "bfloat16", "float16"], ["dynamic8", "e4m3x256", "e4m3x256:stochastic"], ["dynamic4"],
        ]
      case .r, .c, .v, .R, .C:
        [["bfloat16:stochastic", "bfloat16", "float16"], ["dynamic8u", "e5m2x256"], ["linear4u"]]
      }
    }

    mutating func run(_ progress: (Double) -> Void) throws -> SearchRecord {
      let start = try measure([base])[0]
      try climbAlone(progress)
      var best: Policy?
      if let start, start >= budget { best = try combine() }
      progress(1)
      return record(best: best)
    }

    /// Fills the ladders.
    private mutating func climbAlone(_ progress: (Double) -> Void) throws {
      for (done, quantity) in quantities.enumerated() {
        var (ladder, bits): ([StorageFormat], [Double?]) = ([], [])
        for size in Self.candidates(quantity) {
          let formats = try size.map { try StorageFormat($0) }.filter { format in
            format.bytes(count: 4096) < bytes(quantity, of: base, count: 4096)
          }
          guard !formats.isEmpty else { continue }
          let results = try measure(formats.map { base.keeping(quantity, in: $0) })
          guard let best = results.indices.max(by: { (results[$0] ?? -1) < (results[$1] ?? -1) }) else { continue }
          ladder.append(formats[best])
          bits.append(results[best])
        }
        (ladders[quantity], alone[quantity]) = (ladder, bits)
        progress(Double(done + 1) / Double(quantities.count + 1))
      }
    }

    private func bytes(_ quantity: StoredQuantity, of policy: Policy, count: Int) -> Double {
      policy.stored[quantity]?.bytes(count: count)
        ?? Double(count * (quantity == .θ ? policy.storage : policy.arithmetic).bytes)
    }

    /// The narrowest size of a quantity that keeps the budget alone.
    private func narrowest(_ quantity: StoredQuantity) -> Int {
      (alone[quantity] ?? []).lastIndex { ($0 ?? -1) >= budget }.map { $0 + 1 } ?? 0
    }

    private mutating func combine() throws -> Policy {
      var sizes: Sizes = [:]
      for quantity in quantities { sizes[quantity] = narrowest(quantity) }
      while true {
        let now = try measure([policy(sizes)])[0]
        if let now, now >= budget { break }
        let narrow = quantities.filter { sizes[$0, default: 0] > 0 }
        let wider = narrow.map { widened(sizes, $0, by: -1) }
        let results = try measure(wider.map(policy))
        // The most bits; of equals the one that costs least.
        let best = wider.indices.max { a, b in
          let (x, y) = (results[a] ?? -1, results[b] ?? -1)
          return x != y ? x < y : policy(wider[a]).total(shapes) > policy(wider[b]).total(shapes)
        }
        guard let best else { break }
        sizes = wider[best]
      }
      return policy(try narrowed(sizes))
    }

    /// Tries every quantity one size narrower, the one that saves most first, until none can be.
    private mutating func narrowed(_ start: Sizes) throws -> Sizes {
      var sizes = start
      var found = true
      while found {
        found = false
        let steps = quantities.filter { sizes[$0, default: 0] < ladders[$0, default: []].count }
          .map { widened(sizes, $0, by: 1) }.sorted { policy($0).total(shapes) < policy($1).total(shapes) }
        for next in steps {
          guard let bits = try measure([policy(next)])[0], bits >= budget else { continue }
          (sizes, found) = (next, true)
          break
        }
      }
      return sizes
    }

    private func widened(_ sizes: Sizes, _ quantity: StoredQuantity, by step: Int) -> Sizes {
      var sizes = sizes
      sizes[quantity, default: 0] += step
      return sizes
    }

    private func policy(_ sizes: Sizes) -> Policy {
      var policy = base
      for (quantity, size) in sizes where size > 0 { policy.stored[quantity] = ladders[quantity]?[size - 1] }
      return policy
    }

    /// The bits of each policy; one that was run before isn't run again.
    private mutating func measure(_ policies: [Policy]) throws -> [Double?] {
      let new = policies.filter { policy in !trials.contains { $0.policy.name == policy.name } }
      trials += zip(new, try meter.measure(new)).map { ($0, $1?.worst) }
      return policies.map { policy in trials.first { $0.policy.name == policy.name }?.bits }
    }

    private func record(best: Policy?) -> SearchRecord {
      let parameters = Double(max(1, shapes.reduce(0) { $0 + $1.reduce(1, *) }))
      let costs = trials.map { $0.policy.total(shapes) }
      let records = trials.indices.map { i in
        let (policy, bits) = trials[i]
        let isBeaten = trials.indices.contains { j in
          guard let other = trials[j].bits, let bits else { return false }
          return costs[j] <= costs[i] && other >= bits && (costs[j] < costs[i] || other > bits || j < i)
        }
        return SearchTrialRecord(
          policy: policy.name, bytesPerParameter: costs[i] / parameters,
          stateBytesPerParameter: policy.bytes(shapes: shapes, isState: true) / parameters, bits: bits,
          isWithin: bits.map { $0 >= budget } ?? false, isOnFront: bits != nil && !isBeaten)
      }
      return SearchRecord(
        budget: budget, start: base.name, best: best?.name, trials: records,
        quantities: quantities.map { quantity in
          let wide = (quantity == .θ ? base.storage : base.arithmetic).name
          let size = narrowest(quantity)
          return SearchQuantityRecord(
            quantity: quantity.quantity.rawValue, narrowest: size == 0 ? nil : ladders[quantity]?[size - 1].name,
            chosen: (best ?? base).stored[quantity]?.name ?? wide)
        })
    }
  }
#endif

extension Policy {
  /// Bytes of parameters and state.
  func total(_ shapes: [[Int]]) -> Double {
    bytes(shapes: shapes, isState: true) + bytes(shapes: shapes, isState: false)
  }
}
