import Foundation
import LabRecords
import Testing

/// `came-lab memory` as its users run it.
@Suite("came-lab memory")
struct MemoryCommandTests {
  private func record(_ arguments: String...) throws -> MemoryRecord {
    let result = try Program.run(["memory", "--json"] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(MemoryRecord.self, from: Data(result.output.utf8))
  }

  @Test("counts six published models to the number")
  func published() throws {
    let record = try record()
    // Parameters, and the state of Adam, Adafactor with momentum, SM3 and CAME, counted a second time layer by layer in Python.
    let expected: [(String, [Int])] = [
      ("BERT-base", [110_106_428, 220_212_856, 110_464_438, 110_464_438, 110_667_508]),
      ("BERT-large", [336_226_108, 672_452_216, 337_063_862, 337_063_862, 337_545_460]),
      ("GPT-2 124M", [124_439_808, 248_879_616, 124_761_425, 124_761_425, 124_961_698]),
      ("GPT-2 medium", [354_823_168, 709_646_336, 355_591_249, 355_591_249, 356_037_794]),
      ("T5-base", [222_903_552, 445_807_104, 223_389_656, 223_389_656, 223_828_144]),
      ("LLaMA-7B", [6_738_415_616, 13_476_831_232, 6_741_252_608, 6_741_252_608, 6_743_823_360]),
    ]
    #expect(record.models.map(\.title) == expected.map(\.0))
    for (model, (_, numbers)) in zip(record.models, expected) {
      let states = ["Adam", "Adafactor with momentum", "SM3 with momentum", "CAME"].map { name in
        model.states.first { $0.optimizer == name }
      }
      #expect([model.parameters] + states.map { $0?.numbers ?? 0 } == numbers, "\(model.title)")
      #expect(states.allSatisfy { $0?.bytes == ($0?.numbers ?? 0) * 4 })
    }
    let readme = try #require(record.published.first { $0.source == "official README" })
    #expect(abs(readme.deviation) < 0.02)
  }

  @Test("counts the tensors of a file, and says what it doesn't know")
  func files() throws {
    let path = "Sources/Traces/Resources/shapes.safetensors"
    let file = try record(path, "--bytes", "2")
    #expect(file.models.count == 1 && file.published.isEmpty)
    let model = try #require(file.models.first)
    #expect(model.states.first { $0.optimizer == "Adam" }?.bytes == 4 * model.parameters)

    let unknown = try Program.run(["memory", "gpt5"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("There is no model \"gpt5\"; there are bert-base, bert-large"))
    let wrong = try Program.run(["memory", "--bytes", "0"])
    #expect(wrong.errors.contains("--bytes must be from 1 to 16, but got 0."))
  }
}
