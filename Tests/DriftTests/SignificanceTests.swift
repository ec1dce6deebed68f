import CAMECore
import Drift
import LabRecords
import RealModule
import Testing
import Traces

@Suite("Significant digits under random rounding")
struct SignificanceTests {
  /// ½ log₂((n − 1)/χ²) + log₂ F⁻¹((p + 1)/2) as scipy 1.17.1 computes it.
  @Test(
    "The margin of a lower bound is that of the formula",
    arguments: [
      (4, 0.95, 0.95, 2.869440778417663), (16, 0.95, 0.95, 1.6009448147561403), (16, 0.99, 0.9, 1.888403733251421),
      (32, 0.75, 0.99, 0.752283814152213), (3, 0.95, 0.95, 3.6226789883030595),
    ])
  func margin(_ samples: Int, _ probability: Double, _ confidence: Double, _ expected: Double) {
    let margin = SignificantBits.margin(samples: samples, probability: probability, confidence: confidence)
    #expect(abs(margin - expected) < 1e-12)
  }

  /// What `significant_digits(x, reference=mean, error="relative", method="cnh")` of significantdigits 0.6.0 gives. It takes
  /// the deviation of the samples themselves, with n where the sample deviation has n − 1.
  @Test(
    "The lower bound is that of the package significantdigits, but for its n in place of n − 1",
    arguments: [
      (
        [1.0, 1.0009765625, 0.9990234375, 1.001953125, 1.0, 0.998046875, 1.00048828125, 0.99951171875],
        7.807792466452671
      ),
      ([-3.0, -3.5, -2.5, -3.25], 0.18062755722506196),
    ])
  func package(_ samples: [Double], _ expected: Double) throws {
    let n = Double(samples.count)
    let bits = try #require(SignificantBits.of(samples, bits: 53))
    let bound = bits - SignificantBits.margin(samples: samples.count, probability: 0.95, confidence: 0.95)
    #expect(abs(bound + .log2(n / (n - 1)) / 2 - expected) < 1e-9)
  }

  @Test(
    "Samples that agree have all bits, samples around zero none, and one that isn't finite none that can be counted")
  func edges() {
    #expect(SignificantBits.of([0.1, 0.1, 0.1], bits: 24) == 24)
    #expect(SignificantBits.of([0, 0], bits: 24) == 24)
    #expect(SignificantBits.of([-1, 1], bits: 24) == 0)
    #expect(SignificantBits.of([1, .nan], bits: 24) == nil)
    #expect(SignificantBits.of([1, .infinity], bits: 24) == nil)
    #expect(SignificantBits.of([1], bits: 24) == nil)
    // Far apart in scale: no square underflows or overflows.
    #expect(SignificantBits.of([1e-200, 1.5e-200], bits: 24) == SignificantBits.of([1e200, 1.5e200], bits: 24))
  }

  @Test(
    "In a format of 8 bits a step leaves 5 to 8, in one of 24 it leaves 20 to 24; the same seed gives the same digits")
  func study() throws {
    let run = try RecordedRun(contentsOf: SampleRun.kjvSmall.url)
    func record(seed: UInt64, threads: Int) throws -> [SignificanceRecord] {
      let study = try DriftStudy(
        .recording(run), policies: [try Policy("float")], steps: 3, seed: seed, threads: threads)
      return try study.record(
        provenance: DriftStudyTests.provenance,
        extras: try DriftExtras(search: nil, randomized: ["bfloat16", "float"], samples: 8)
      ).significance
    }
    let records = try record(seed: 1, threads: 2)
    for (record, range) in zip(records, [5.0...8, 20...24]) {
      for series in record.series {
        #expect(series.median.allSatisfy { $0.map(range.contains) ?? false }, "\(record.arithmetic) \(series)")
        #expect(zip(series.lowerBound, series.median).allSatisfy { $0! < $1! })
        #expect(zip(series.low, series.median).allSatisfy { $0! <= $1! })
      }
    }
    #expect(try record(seed: 1, threads: 1) == records)
    #expect(try record(seed: 2, threads: 1) != records)
  }

  @Test("What can't be randomized, and too few samples, are refused")
  func refusals() {
    #expect(throws: DriftError.significance("double", known: DriftExtras.randomizable)) {
      try DriftExtras(search: nil, randomized: ["double"], samples: 8)
    }
    #expect(throws: DriftError.samples(1)) { try DriftExtras(search: nil, randomized: ["float"], samples: 1) }
  }
}
