import CAMECore
import Drift
import Foundation
import LabRecords
import Testing
import Traces

@Suite("Drift of the recorded runs")
struct DriftStudyTests {
  static let provenance = Provenance(tool: "test", made: "2026-01-01T00:00:00Z", command: "test")

  static func record(_ sample: SampleRun, _ policies: [String], steps: Int, threads: Int = 2) throws -> DriftRecord {
    let run = try RecordedRun(contentsOf: sample.url)
    return try DriftStudy(
      .recording(run), policies: try policies.map { try Policy($0) }, steps: steps, threads: threads
    )
    .record(provenance: provenance)
  }

  private func bits(_ error: Double?) -> Double { error.map { -log2($0) } ?? -.infinity }

  private func worst(_ run: DriftRunRecord, _ quantity: String) throws -> [Double?] {
    try #require(run.series.first { $0.quantity == quantity }).worst
  }

  @Test("Pure Float16 is NaN at step 1, says why, and names the cure that ran beside it")
  func half() throws {
    let record = try Self.record(.kjvSmall, ["float16", "float16/float"], steps: 2)
    let (pure, mixed) = (record.runs[0], record.runs[1])
    let event = try #require(pure.firstNonFinite)
    #expect(event.step == 1)
    #expect(event.quantity == "1/√v")
    let fatal = pure.findings.filter(\.fatal)
    #expect(fatal.map(\.kind) == [.nonFinite, .constantDegenerate])
    #expect(fatal[0].sentence.contains("0/0"))
    #expect(fatal[0].sentence.contains("ε1 = 1e-30 rounds to 0"))
    #expect(fatal[0].cure?.hasPrefix("float16/float ") == true)
    for constant in ["β3 = 0.9999 rounds to 1", "ε1 = 1e-30 rounds to 0", "ε2 = 1e-16 rounds to 0"] {
      #expect(fatal[1].sentence.contains(constant))
    }
    #expect(mixed.firstNonFinite == nil)
    #expect(mixed.findings.allSatisfy { !$0.fatal })
    // Both were fed the same rounded numbers.
    #expect(pure.inputs == mixed.inputs)
    #expect(pure.inputs.rounded > 0)
  }

  @Test("1 − β3 formed in Float leaves R and C twelve bits from the first step; through Double it does not")
  func complement() throws {
    let record = try Self.record(.kjvSmall, ["float@direct", "float", "double", "double@exact"], steps: 3)
    // log₂(1.66e-4) = −12.56: R and C inherit the constant's error, and roundings add a little.
    for quantity in ["R", "C"] {
      #expect((12...13).contains(bits(try worst(record.runs[0], quantity)[0])))
      #expect(bits(try worst(record.runs[1], quantity)[0]) > 20)
      // 1 − 0.9999 in Double is off by half an ulp of 0.9999, 2⁻⁵⁴/1e-4 = 2⁻⁴⁰·⁷ at most.
      #expect((40...44).contains(bits(try worst(record.runs[2], quantity)[0])))
      #expect(bits(try worst(record.runs[3], quantity)[0]) > 48)
    }
    #expect(record.runs[0].firstToPart?.quantity == "R")
    #expect(record.runs[0].firstToPart?.step == 1)
    #expect(record.runs[0].findings.map(\.kind) == [.constantInexact])
    #expect(record.runs[0].findings[0].sentence.hasPrefix("1 − β3 = 0.0001 keeps 12.6 of 24 bits"))
    #expect(record.runs[1].findings.isEmpty)
  }

  @Test("A NaN from finite gradients is found and explained: a zero row beside huge ones")
  func zeroRow() throws {
    let record = try Self.record(.shapes, ["float", "double", "float16/float"], steps: 4)
    let float = record.runs[0]
    let event = try #require(float.firstNonFinite)
    #expect(event.step == 3)
    #expect(event.quantity == "1/√v")
    #expect(record.tensors[event.tensor].name == "p8_64x64")
    #expect(float.findings[0].sentence.contains("the quotient is under the least number of Float"))
    #expect(float.findings[0].cure?.hasPrefix("double ") == true)
    #expect(float.outcome == "NaN or infinity from step 3 on, in 1 of 12 tensors at the end.")
    #expect(record.runs[1].firstNonFinite == nil)
    // Gradients past 65504 are lost before any arithmetic: no cure, and no comparison is claimed.
    #expect(record.runs[2].inputs.overflowed > 0)
    #expect(record.runs[2].findings.first?.kind == .overflow)
    #expect(try worst(record.runs[2], "θ")[0] == nil)
  }

  @Test("Parameters that Float16 can't move are found")
  func stagnation() throws {
    let record = try Self.record(.kjvSmall, ["float16/float", "float"], steps: 20)
    let finding = try #require(record.runs[0].findings.first { $0.kind == .stagnation })
    let event = try #require(finding.event)
    // Layer normalization weights start at 1, where half an ulp of Float16 is 2⁻¹¹ and η·m is 2e-5.
    #expect(record.tensors[event.tensor].name.contains("ln"))
    #expect(!record.runs[1].findings.contains { $0.kind == .stagnation })
  }

  @Test("Inputs are exact where the storage holds Float, and every wider arithmetic is nearer to the truth")
  func order() throws {
    let record = try Self.record(.kjvWide, ["float16/float", "float", "double", "mpfr127"], steps: 2)
    #expect(record.runs[1].inputs.rounded == 0)
    #expect(record.runs[3].inputs.values == record.runs[1].inputs.values)
    for quantity in record.quantities.map(\.symbol) where quantity != "g" {
      let last = try record.runs.map { bits(try worst($0, quantity)[1]) }
      #expect(last[1] < last[2] && last[2] < last[3], "\(quantity): \(last)")
    }
    for run in record.runs { #expect(try worst(run, "g").allSatisfy { $0 == 0 }) }
    // 127 bits against 255: the reference is not the limit.
    #expect(bits(try worst(record.runs[3], "θ")[1]) > 115)
  }

  @Test("The number of threads changes no number")
  func threads() throws {
    var records = try (1...3).map { try Self.record(.shapes, ["float16", "float", "mpfr53"], steps: 3, threads: $0) }
    for i in records.indices { records[i].seconds = 0 }
    #expect(records[0] == records[1])
    #expect(records[0] == records[2])
  }

  @Test("A record survives JSON")
  func codable() throws {
    let record = try Self.record(.shapes, ["float16", "float"], steps: 3)
    let data = try JSONEncoder().encode(record)
    #expect(try JSONDecoder().decode(DriftRecord.self, from: data) == record)
  }

  @Test("A study that can't be run is refused")
  func refusals() throws {
    let run = Workload.recording(try RecordedRun(contentsOf: SampleRun.shapes.url))
    #expect(throws: DriftError.noPolicy) { try DriftStudy(run, policies: []) }
    #expect(throws: DriftError.steps(asked: 13, recorded: 12)) {
      try DriftStudy(run, policies: [try Policy("float")], steps: 13)
    }
    #expect(throws: DriftError.steps(asked: 0, recorded: 12)) {
      try DriftStudy(run, policies: [try Policy("float")], steps: 0)
    }
  }
}
