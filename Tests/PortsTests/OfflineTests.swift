import CAMEProperties
import Foundation
import LabRecords
import Testing

@testable import Ports

@Suite("Answers from files")
struct OfflineTests {
  @Test("Cases that are exported and answered have the verdict that a live port has")
  func answered() throws {
    try withFolder { folder in
      let cases = smallCases.filter {
        ["matrix", "start", "refused"].contains($0.question.name.split(separator: "-")[0])
      }
      try OfflineAnswers.export(cases.map(\.question), to: folder)
      let answers = folder.appendingPathComponent("answers")
      let port = LocalPort<Float>(try Mutant.named("no-clip").subject(), element: .f32)
      try Data(port.claims.json.utf8).write(to: answers.appendingPathComponent("port.json"))
      for drawn in cases {
        guard case .answer(let answer) = port.reply(to: drawn.question) else { continue }
        try answer.encode(drawn.question).write(
          to: answers.appendingPathComponent("\(drawn.question.name).safetensors"))
      }
      let offline = try OfflineAnswers(folder: folder)
      #expect(offline.cases.map(\.name).sorted() == cases.map(\.question.name).sorted())
      let outcome = Validation(offline, cases: offline.cases.map(CaseLibrary.drawn), isLive: false, threads: 2).run()
      let live = Validation(port, cases: cases, isLive: false, threads: 2).run()
      let verdicts = Dictionary(uniqueKeysWithValues: live.cases.map { ($0.name, $0) })
      #expect(outcome.cases.allSatisfy { verdicts[$0.name]?.verdict == $0.verdict })
      #expect(outcome.verdict == .differs && outcome.minimal == nil)
    }
  }

  @Test("A case without an answer, or with the port's own words, is told as such")
  func missing() throws {
    try withFolder { folder in
      let cases = Array(smallCases.prefix(4))
      try OfflineAnswers.export(cases.map(\.question), to: folder)
      let answers = folder.appendingPathComponent("answers")
      func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: answers.appendingPathComponent(name))
      }
      try write(#"{"protocol": 1, "name": "x", "starts": true}"#, "port.json")
      try write(#"{"unsupported": "squares"}"#, "\(cases[0].question.name).json")
      try write(#"{"error": "out of memory"}"#, "\(cases[1].question.name).json")
      try write("no safetensors", "\(cases[2].question.name).safetensors")
      let outcome = Validation(try OfflineAnswers(folder: folder), cases: cases, isLive: false).run()
      #expect(outcome.cases.map(\.verdict) == [.unsupported, .failed, .failed, .failed])
      #expect(outcome.cases[0].message == "squares" && outcome.cases[1].message == "out of memory")
      #expect(outcome.cases[3].message == "There is no answer.")
      #expect(outcome.verdict == .failed)
    }
  }

  @Test("A folder that isn't one says which file is wrong")
  func broken() throws {
    try withFolder { folder in
      func refusal() -> String {
        do {
          _ = try OfflineAnswers(folder: folder)
          return "accepted"
        } catch { return "\(error)" }
      }
      #expect(refusal().contains("cases: the folder of cases can't be read"))
      try OfflineAnswers.export([smallCases[0].question], to: folder)
      #expect(refusal().contains("port.json: what the port says of itself can't be read"))
      let says = folder.appendingPathComponent("answers/port.json")
      try Data("{}".utf8).write(to: says)
      #expect(refusal().contains("\"protocol\" is missing"))
      try Data(#"{"protocol": 1, "name": "x"}"#.utf8).write(to: says)
      try Data("x".utf8).write(to: folder.appendingPathComponent("cases/bad.safetensors"))
      #expect(refusal().contains("bad.safetensors"))
    }
  }
}
