import BigRealModule
import CAMECore
import Drift
import Formats
import LabRecords
import RealModule
import Testing

@Suite("Drift of an objective")
struct ObjectiveTests {
  private func record(_ kind: Objective.Kind, _ policies: [String], steps: Int, seed: UInt64 = 0) throws -> DriftRecord
  {
    try DriftStudy(
      .objective(Objective(kind, shape: [12, 10]), steps: steps), policies: try policies.map { try Policy($0) },
      seed: seed
    ).record(provenance: DriftStudyTests.provenance)
  }

  /// 6 Σ over both neighbours of f at MPFR 127: (f(θ + h) − f(θ − h)) / 2h is the slope up to h² f‴/6.
  @Test("Gradients are the slopes of the functions", arguments: Objective.Kind.allCases)
  func gradient(_ kind: Objective.Kind) throws {
    typealias T = BigReal127
    let objective = try Objective(kind, shape: [6, 4])
    func value(_ θ: [T]) -> T {
      switch kind {
      case .quadratic:
        return θ.indices.reduce(0) { $0 + T.pow(2, -($1 % 21)) * θ[$1] * θ[$1] / 2 }
      case .rosenbrock:
        return (0..<θ.count - 1).reduce(0) { f, i in
          let (a, b) = (θ[i + 1] - θ[i] * θ[i], 1 - θ[i])
          return f + 100 * a * a + b * b
        }
      }
    }
    let θ = try Tensor(shape: [6, 4], values: (1...24).map { T($0) / 7 - 1 })
    let g = objective.gradient(at: θ)
    let h = T.pow(2, -40)
    for i in 0..<θ.count {
      var (up, down) = (θ.values, θ.values)
      up[i] += h
      down[i] -= h
      let slope = (value(up) - value(down)) / (2 * h)
      // The third derivative is at most 2400 |θ| < 6000 in magnitude, and h² is 2⁻⁸⁰.
      #expect((slope - g[i]).magnitude <= 1000 * h * h, "\(i)")
    }
  }

  @Test("Each policy follows its own gradient, so an error in g grows; wider formats are nearer to the truth")
  func closedLoop() throws {
    let record = try record(.rosenbrock, ["float", "double"], steps: 40)
    let g = try record.runs.map { run in try #require(run.series.first { $0.quantity == "g" }?.worst) }
    #expect(try #require(g[0][39]) > 10 * (try #require(g[0][0])))
    #expect(try #require(g[1][39]) < 1e-6 * (try #require(g[0][39])))
    #expect(record.workload.sha256 == nil && record.workload.name == "rosenbrock")
  }

  @Test("The start of the quadratic is the seed's")
  func seed() throws {
    let a = try record(.quadratic, ["float"], steps: 2)
    let b = try record(.quadratic, ["float"], steps: 2, seed: 1)
    #expect(a.runs[0].series != b.runs[0].series)
  }

  @Test("A shape without elements is refused", arguments: [[0, 3], [-1], [Int.max, 2]])
  func refusals(_ shape: [Int]) {
    #expect(throws: DriftError.shape(shape)) { try Objective(.quadratic, shape: shape) }
  }
}
