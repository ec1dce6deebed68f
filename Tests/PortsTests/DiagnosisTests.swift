import CAMECore
import CAMEProperties
import Foundation
import LabRecords
import Testing
import Traces

@testable import Ports

@Suite("The diagnosis of a port")
struct DiagnosisTests {
  /// One of each family of mistakes; `make port-mutants` tries all of them as Python ports.
  @Test(
    "A mutant is rejected, named, and shown in a small case",
    arguments: [
      "no-clip", "clip-by-mean-square", "learning-rate-into-momentum-of-vectors", "batch-as-rows",
      "residual-from-old-momentum", "restored-without-momentum", "state-shared-by-shape", "nothing-factored",
    ])
  func mutants(_ id: String) throws {
    let mutant = try Mutant.named(id)
    let port = LocalPort<Float>(mutant.subject(), element: .f32)
    var validation = Validation(port, cases: smallCases, isLive: true, threads: 2)
    validation.shrinkLimit = .seconds(20)
    let outcome = validation.run()
    #expect(outcome.verdict == .differs)
    let diagnosis = try #require(outcome.diagnoses.first)
    #expect(diagnosis.isExplained && diagnosis.matches[0].digits > 4)
    #expect(diagnosis.matches.filter(\.isTied).map(\.id).contains(id))
    #expect(diagnosis.digitsOfReference < 4)
    let minimal = try #require(outcome.minimal)
    #expect(minimal.question.count * minimal.question.steps <= 24, "\(minimal.record.text)")
    #expect(minimal.record.python.hasPrefix("import numpy as np"))
    guard case .answer(let answer) = port.judgeableReply(to: minimal.question) else { throw PortFailure(.missing, "") }
    #expect(!Referee(port.claims, .f32).judgement(minimal.question, answer).conforms)
  }

  @Test("Every mistake of the catalogue that a test can tell stands in ports/mutants too, and no other")
  func mutantsInPython() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../ports/mutants")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let registered = /(?:^|\n)(?:mutant|hyper|layout|restoring|accepting)\(\s*"([a-z0-9-]+)"/
    let python = try files.filter { $0.pathExtension == "py" }.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).matches(of: registered).map { String($0.1) }
    }
    let catalogue = Mutant.all.filter { $0.equivalence == nil }.map(\.id)
    #expect(Set(python).symmetricDifference(catalogue).isEmpty)
  }

  @Test("A mistake that nobody has made before is said to agree with none")
  func unknown() throws {
    let port = changed { shown, _, _ in
      if let C = shown.state[.instabilityColumn] { shown.state[.instabilityColumn] = C.map { $0 * 1.37 } }
    }
    let outcome = Validation(port, cases: smallCases, isLive: false, threads: 2).run()
    let diagnosis = try #require(outcome.diagnoses.first)
    #expect(!diagnosis.isExplained)
    #expect((diagnosis.quantity, diagnosis.equation) == ("C", "C = β3 C + (1 − β3) colmean(U)"))
  }

  @Test("The quantity whose own equation is wrong is told from those that follow it")
  func ownFault() {
    let port = LocalPort<Float>(try! Mutant.named("no-clip").subject(), element: .f32)
    let outcome = Validation(
      port, cases: smallCases.filter { $0.question.name.hasPrefix("matrix") }, isLive: false, threads: 1
    ).run()
    let first = outcome.cases.compactMap(\.firstWrong)
    #expect(!first.isEmpty && first.allSatisfy { $0.quantity == "m" && $0.isOwnFault == true })
  }

  @Test("An answer that is another when it is asked for again is a mistake, unless the port says so")
  func unrepeatable() {
    let port = reference()
    var asked = 0
    let moody = FunctionPort(port.claims) { question in
      asked += 1
      guard case .answer(var answer) = port.reply(to: question), asked % 2 == 0, answer.steps[0][0].θ.count > 0 else {
        return port.reply(to: question)
      }
      var steps = answer.steps
      steps[0][0].θ[0] = steps[0][0].θ[0].nextUp
      answer = PortAnswer(steps: steps, refused: answer.refused)
      return .answer(answer)
    }
    let cases = Array(smallCases.prefix(9))
    var validation = Validation(moody, cases: cases, isLive: true, threads: 1)
    validation.shrinkLimit = .zero
    #expect(validation.run().verdict == .differs)
    moody.claims.isRepeatable = false
    #expect(Validation(moody, cases: cases, isLive: true, threads: 1).run().verdict != .differs)
  }
}
