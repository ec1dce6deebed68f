import CAMECore
import Foundation
import Testing
import Traces

@testable import Ports

@Suite("Files of the port protocol")
struct CaseFileTests {
  @Test("A case reads back as it was written, in every type", arguments: ElementType.allCases)
  func cases(_ element: ElementType) throws {
    for drawn in CaseLibrary.cases(for: [element]) where drawn.question.name != "large" {
      let question = drawn.question
      let read = try PortCase(data: try question.encode(), name: question.name)
      #expect(read.description == question.description)
      #expect((read.element, read.startStep) == (question.element, question.startStep))
      #expect((read.reloads, read.refused) == (question.reloads, question.refused))
      #expect(read.hyperparameters == question.hyperparameters)
    }
  }

  @Test("Every family is there, with the names that find it again")
  func names() {
    for drawn in smallCases {
      #expect(CaseLibrary.drawn(drawn.question).aim == drawn.aim)
      #expect(drawn.aim != "a case by itself")
    }
    #expect(Set(smallCases.map(\.question.name)).count == smallCases.count)
  }

  @Test("An answer reads back as it was written")
  func answers() throws {
    for drawn in smallCases.prefix(60) {
      let answer = try #require(LocalReference.answer(drawn.question))
      let read = try PortAnswer(data: try answer.encode(drawn.question), to: drawn.question)
      #expect(read.isSame(as: answer), "\(drawn.question.name)")
      #expect(read.refused == answer.refused)
    }
  }

  @Test("The numbers of a type are those nearest")
  func types() {
    #expect(ElementType.bf16.nearest(1 + 0x1p-8) == 1)
    #expect(ElementType.bf16.nearest(1 + 3 * 0x1p-8) == 1 + 0x1p-6)
    #expect(ElementType.f16.nearest(0x1p-25) == 0)
    #expect(ElementType.f16.nearest(0x1p-24 * 1.5) == 0x1p-23)
    #expect(ElementType.f16.nearestFinite(1e9) == 65504)
    for bits in stride(from: UInt16(0), to: 0xFFFF, by: 7) where bits & 0x7C00 != 0x7C00 {
      let x = Double(Float16(bitPattern: bits))
      #expect(ElementType.f16.encoded([x]) == [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)])
    }
  }

  @Test("A case that isn't one is refused, with the key and what was expected")
  func brokenCases() throws {
    func file(_ metadata: [String: String], _ tensors: [String: Tensor<Float>]) throws -> Data {
      var writer = SafetensorsWriter(metadata: metadata)
      for (name, tensor) in tensors { try writer.add(name, tensor) }
      return try writer.encode()
    }
    let h =
      #"{"lr": 0.1, "eps": [1e-30, 1e-16], "clip_threshold": 1, "betas": [0.9, 0.999, 0.9999], "weight_decay": 0}"#
    let good = ["protocol": "1", "steps": "1", "hyperparameters": h]
    let tensors = ["init/a": Tensor<Float>([1, 2]), "step.0001/grad/a": Tensor<Float>([1, 2])]
    _ = try PortCase(data: try file(good, tensors), name: "good")
    func refusal(_ metadata: [String: String], _ tensors: [String: Tensor<Float>]) -> String {
      do {
        _ = try PortCase(data: try file(metadata, tensors), name: "bad")
        return "accepted"
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal(good.merging(["protocol": "2"]) { $1 }, tensors).contains("protocol is \"2\", but must be \"1\""))
    #expect(refusal(good.merging(["steps": "x"]) { $1 }, tensors).contains("steps is \"x\""))
    #expect(refusal(good.merging(["reload": "[2]"]) { $1 }, tensors).contains("reload is \"[2]\""))
    #expect(refusal(good, ["init/a": Tensor([1])]).contains("\"step.0001/grad/a\" is missing"))
    #expect(
      refusal(good, ["init/a": Tensor([1]), "step.0001/grad/a": Tensor([1, 2])])
        .contains("has the shape [2], but must have [1]"))
    #expect(refusal(good, tensors.merging(["extra": Tensor([1])]) { $1 }).contains("\"extra\" has no place in a case"))
    #expect(refusal(good, [:]).contains("no parameter"))
    #expect(refusal(good.merging(["start_step": "1"]) { $1 }, tensors).contains("\"start/exp_avg/a\" is missing"))
  }

  @Test("An answer that isn't one is refused, with the tensor and what was expected")
  func brokenAnswers() throws {
    let question = try #require(smallCases.first { $0.question.name.hasPrefix("matrix") }).question
    let answer = try #require(LocalReference.answer(question))
    func refusal(_ change: (inout SafetensorsWriter) throws -> Void) throws -> String {
      var writer = SafetensorsWriter()
      try change(&writer)
      do {
        _ = try PortAnswer(data: try writer.encode(), to: question)
        return "accepted"
      } catch {
        return "\(error)"
      }
    }
    let θ = answer.steps[0][0].θ.map { Float($0) }
    #expect(try refusal { try $0.add("step.0001/param/b", θ) }.contains("a parameter that the case doesn't have"))
    #expect(try refusal { try $0.add("step.0009/param/a", θ) }.contains("after the last"))
    #expect(try refusal { try $0.add("param", θ) }.contains("no place in an answer"))
    #expect(
      try refusal { try $0.add("step.0001/param/a", Tensor<Float>([1, 2, 3, 4, 5, 6, 7])) }.contains("but must have"))
    #expect(try refusal { try $0.add("step.0001/param/a", θ.map { Double($0) }) }.contains("F64, but the case's"))
    #expect(try refusal { $0.metadata["refused"] = "[9]" }.contains("missing"))
  }
}
