import CAMECore
import Drift
import Formats
import LabRecords
import Testing

@Suite("Policies")
struct PolicyTests {
  @Test(
    "Text is read, and written shortest",
    arguments: [
      ("float", "float", "Float throughout"), ("float@double", "float", "Float throughout"),
      ("float/float", "float", "Float throughout"),
      ("float16/float", "float16/float", "Float16 parameters and gradients, Float inside"),
      ("float@direct", "float@direct", "Float throughout, 1 − β formed in Float"),
      ("mpfr127@exact", "mpfr127", "MPFR 127 throughout"),
      (
        "float,m=dynamic8", "float,m=dynamic8",
        "Float throughout; momentum in signed dynamic 8-bit codes in blocks of 256 with a scale"
      ),
      (
        "float,r=bfloat16,c=bfloat16,R=bfloat16,C=bfloat16", "float,factors=bfloat16",
        "Float throughout; factors in BFloat16"
      ),
      (
        "bfloat16-stochastic", "bfloat16/float,param=bfloat16:stochastic",
        "BFloat16 parameters and gradients, Float inside; parameters in BFloat16, rounded stochastically"
      ),
      ("pure-bfloat16", "bfloat16,sum=float", "BFloat16 throughout; sums in Float"),
      ("float,sum=float", "float", "Float throughout"),
      ("official", "float16/float", "Float16 parameters and gradients, Float inside"),
      ("mpfr127@double", "mpfr127@double", "MPFR 127 throughout, constants through Double, as PyTorch does"),
    ])
  func text(_ text: String, _ name: String, _ title: String) throws {
    let policy = try Policy(text)
    #expect(policy.name == name)
    #expect(policy.title == title)
    #expect(try Policy(policy.name).name == name)
  }

  @Test("What makes no policy is refused with what could stand there")
  func refusals() {
    func error(_ text: String) -> PolicyError? {
      do {
        _ = try Policy(text)
        return nil
      } catch { return error }
    }
    let known = Formats.all.map(\.name)
    #expect(error("float9") == .unknownFormat(UnknownFormat(name: "float9", known: known)))
    #expect(error("") == .unknownFormat(UnknownFormat(name: "", known: known)))
    #expect(error("float/") == .unknownFormat(UnknownFormat(name: "", known: known)))
    #expect(error("a/b/c") == .malformed("a/b/c"))
    #expect(error("float@a@b") == .malformed("float@a@b"))
    #expect(error("float@nearest") == .unknownRounding("nearest"))
    #expect(error("float,m") == .malformed("float,m"))
    #expect(error("float,q=float16") == .unknownQuantity("q"))
    #expect(error("float,m=float16,state=float16") == .twice("m"))
    #expect(error("float,sum=float16") == .unknownSums("float16"))
    #expect(error("float,sum=float,sum=double") == .twice("sum"))
    #expect(error("double,sum=float") == .narrowSums(sums: "float", arithmetic: "double"))
    for text in ["float,m=float9", "float,m=float16:up", "float,m=dynamic8x0", "float,m=floatx8"] {
      guard case .storage("m", let reason)? = error(text) else {
        Issue.record("\(text) is refused for what it keeps m in.")
        continue
      }
      #expect(["float9", "\"up\"", "\"0\"", "for float;"].contains { reason.contains($0) }, "\(reason)")
    }
    #expect(error("double/float16") == .narrower(storage: "double", arithmetic: "float16"))
  }
}

@Suite("What a policy costs")
struct PolicyCostTests {
  @Test("State bytes a parameter are those of the formats, scales of blocks and ragged ends included")
  func bytes() throws {
    func state(_ text: String) throws -> Double {
      let study = try DriftStudy(
        .objective(Objective(.quadratic, shape: [30, 20]), steps: 1), policies: [try Policy(text)])
      let record = try study.record(provenance: DriftStudyTests.provenance)
      return record.runs[0].stateBytesPerParameter
    }
    // 600 of m, 30 of r and R, 20 of c and C.
    let expected: [(String, Double)] = [
      ("float", 4 * 700),
      ("float,m=bfloat16", 2 * 600 + 4 * 100),
      // Three blocks of 256, the last one of 88.
      ("float,m=dynamic8", 600 + 3 * 4 + 4 * 100),
      // Half a byte a number and five blocks of 128; a block for each factor.
      ("float,m=dynamic4,factors=linear4u", 300 + 5 * 4 + 50 + 4 * 4),
    ]
    for (policy, bytes) in expected { #expect(try state(policy) == bytes / 600, "\(policy)") }
  }
}
