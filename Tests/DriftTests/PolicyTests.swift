import CAMECore
import Drift
import Formats
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
    #expect(error("float8") == .unknownFormat(UnknownFormat(name: "float8", known: known)))
    #expect(error("") == .unknownFormat(UnknownFormat(name: "", known: known)))
    #expect(error("float/") == .unknownFormat(UnknownFormat(name: "", known: known)))
    #expect(error("a/b/c") == .malformed("a/b/c"))
    #expect(error("float@a@b") == .malformed("float@a@b"))
    #expect(error("float@nearest") == .unknownRounding("nearest"))
    #expect(error("double/float16") == .narrower(storage: "double", arithmetic: "float16"))
  }
}
