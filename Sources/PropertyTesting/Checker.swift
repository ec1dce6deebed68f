internal import Foundation
import PropertyKit
import Testing

/// What runs a property inside of a test: settings, regressions, the report.
struct Checker {
  let property: String
  let settings: Settings
  let sink: IssueSink
  let sourceLocation: SourceLocation
  private let store: RegressionStore?

  init(
    _ test: Test, named name: String?, cases: Int?, seed: UInt64?, sink: IssueSink, _ location: SourceLocation,
    file: String
  ) {
    let options = PropertyOptions.current
    let environment = options.environment
    // The identifier of a test ends in its place in the file, which changes with every edit above it.
    let identifier = "\(test.id)".split(separator: "/").prefix { !$0.contains(".swift:") }.joined(separator: "/")
    property = name.map { "\(identifier) \($0)" } ?? identifier
    var settings = Settings(seed: environment.seed ?? seed ?? options.seed ?? Settings.seed(for: property))
    settings.cases = environment.cases ?? cases ?? options.cases
    self.settings = settings
    self.sink = sink
    sourceLocation = location
    store = RegressionStore(testFile: file, environment.regressions ?? options.regressions)
    if let problem = environment.problem { Issue.record(Comment(rawValue: problem), sourceLocation: location) }
  }

  /// The counterexamples that were stored before. A file that can't be used is told of.
  func regressions() -> [[Choice]] {
    guard let store else { return [] }
    do {
      return try store.read()?.choices(of: property) ?? []
    } catch {
      record("The regression file \(store.url.path) can't be used and is left as it is. \(error)")
      return []
    }
  }

  /// Reports what came of a property; `replay` runs the simplest case once more, with its issues reported.
  func report<Value>(_ outcome: Outcome<Value>, replay: (Counterexample<Value>) async -> Void) async {
    if let summary = beginReport(outcome), let simplest = outcome.simplest {
      await replay(simplest)
      if endReport() {
        var failures = 0
        for _ in 0..<10 {
          sink.beginCase()
          await replay(simplest)
          if sink.hasErrors { failures += 1 }
        }
        reportFlaky(summary, failures: failures)
      }
      attach(summary, simplest.testCase)
    }
    reportProblem(outcome)
  }

  /// The same where nothing is awaited.
  func report<Value>(_ outcome: Outcome<Value>, replay: (Counterexample<Value>) -> Void) {
    if let summary = beginReport(outcome), let simplest = outcome.simplest {
      replay(simplest)
      if endReport() {
        var failures = 0
        for _ in 0..<10 {
          sink.beginCase()
          replay(simplest)
          if sink.hasErrors { failures += 1 }
        }
        reportFlaky(summary, failures: failures)
      }
      attach(summary, simplest.testCase)
    }
    reportProblem(outcome)
  }

  /// Lets the issues of one more run through, with the summary beside the first; nil if nothing failed.
  private func beginReport<Value>(_ outcome: Outcome<Value>) -> Summary? {
    sink.pass()
    guard let simplest = outcome.simplest else { return nil }
    let summary = Summary(outcome, simplest, property: property, note: storeCase(simplest))
    sink.beginReport(summary.text)
    return summary
  }

  /// Whether the run that was to be reported had no issues; then they are counted again.
  private func endReport() -> Bool {
    let isFlaky = !sink.hasErrors
    if isFlaky { sink.beginCounting() } else { sink.pass() }
    return isFlaky
  }

  private func reportProblem<Value>(_ outcome: Outcome<Value>) {
    if let problem = outcome.problem { record("\(problem) \(Summary.repeatLine(outcome.seed))") }
  }

  private func reportFlaky(_ summary: Summary, failures: Int) {
    sink.pass()
    record(
      "The property is flaky: a case failed, and didn't when it was run again; of 10 more runs \(failures) failed. It depends "
        + "on something besides its values.\n\(summary.text)")
  }

  private func storeCase<Value>(_ simplest: Counterexample<Value>) -> String? {
    guard let store else { return nil }
    do {
      let entry = RegressionFile.Entry(
        property: property, seed: settings.seed, value: exactText(simplest.value), choices: simplest.testCase.choices)
      return (try store.add(entry) ? "stored in " : "known from ") + store.url.path
    } catch let error as RegressionFileError {
      return "not stored: \(store.url.path) can't be used. \(error)"
    } catch {
      return "not stored: \(store.url.path) can't be written. \(error.localizedDescription)"
    }
  }

  private func attach(_ summary: Summary, _ testCase: TestCase) {
    let name = property.split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    let file = "\(name)-\(String(settings.seed, radix: 16)).txt"
    let text = "\(summary.text)\n\n\(testCase.text)"
    Attachment.record(text, named: file, sourceLocation: sourceLocation)
    guard let folder = PropertyOptions.current.environment.attachments else { return }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: folder).appending(path: file), options: .atomic)
    } catch {
      record("PROPERTY_ATTACHMENTS is \"\(folder)\", and \(file) can't be written there: \(error.localizedDescription)")
    }
  }

  func record(_ text: String) { Issue.record(Comment(rawValue: text), sourceLocation: sourceLocation) }
}
