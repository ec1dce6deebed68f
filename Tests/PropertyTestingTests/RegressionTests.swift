import Foundation
import PropertyKit
import Testing

@testable import PropertyTesting

/// An empty folder that is gone afterwards.
private func withFolder<T>(_ body: (URL) async throws -> T) async rethrows -> T {
  let folder = FileManager.default.temporaryDirectory.appending(path: "property-\(UUID().uuidString)")
  try! FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder)
}

@Suite("Counterexamples are kept and tried first", .serialized)
struct RegressionTests {
  private static let pairs = zip(Generator<Double>.reals(in: -1...1), Generator<Double>.reals(in: -1...1))

  /// Checks a property with its regressions in the folder; the issues and the first value it was tried with.
  private func run(in folder: URL, fails: Bool) async -> (issues: [Issue], first: String?) {
    nonisolated(unsafe) var first: String?
    let found = await issues {
      var options = PropertyOptions.current
      options.regressions = .folder(folder.path)
      await PropertyOptions.$current.withValue(options) {
        _ = await check(Self.pairs, named: "cancellation") { a, b in
          first = first ?? exactText((a, b))
          let ok = !fails || (a + b) - b == a
          #expect(ok)
        }
      }
    }
    return (found, first)
  }

  @Test("A failure is stored with its exact value, and is the first case of the next run")
  func stored() async throws {
    try await withFolder { folder in
      let file = folder.appending(path: "RegressionTests.txt")
      let (found, _) = await run(in: folder, fails: true)
      #expect(found.count == 1 && found[0].text.contains("stored in \(file.path)"))
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.hasPrefix("property-regressions 1\n"))
      #expect(text.contains("RegressionTests/stored() cancellation\n"))
      #expect(text.contains("value (0x1p0, 0x1p-53)\nreal 0x1p0\nreal 0x1p-53\nend\n"))

      // The same again isn't stored twice, and one that holds now leaves the file alone.
      let (again, first) = await run(in: folder, fails: true)
      #expect(first == "(0x1p0, 0x1p-53)" && again[0].text.contains("known from \(file.path)"))
      let (fixed, tried) = await run(in: folder, fails: false)
      #expect(fixed.isEmpty && tried == "(0x1p0, 0x1p-53)")
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
  }

  @Test(
    "A file that is cut off, of another version or no such file is told of and left as it is",
    arguments: [
      ("property-regressions 1\n\nproperty a\nseed 1\nvalue 2\nreal 0x1p0\n", "It is cut off: the entry at line 3"),
      ("property-regressions 2\n", "It is of version 2, and this library reads version 1"),
      ("# Notes\n", "but with \"# Notes\""),
      ("", "It doesn't start with"),
    ])
  func damaged(_ content: String, _ reason: String) async throws {
    try await withFolder { folder in
      let file = folder.appending(path: "RegressionTests.txt")
      try Data(content.utf8).write(to: file)
      let (found, _) = await run(in: folder, fails: true)
      #expect(found.count == 2)
      #expect(found.contains { $0.text.contains("can't be used and is left as it is. ") && $0.text.contains(reason) })
      #expect(found.contains { $0.text.contains("not stored: \(file.path)") })
      #expect(try Data(contentsOf: file) == Data(content.utf8))
    }
  }

  @Test("A folder that can't be made is told of in the report")
  func unwritable() async throws {
    try await withFolder { folder in
      try Data().write(to: folder.appending(path: "file"))
      let (found, _) = await run(in: folder.appending(path: "file/under"), fails: true)
      #expect(found.count == 1 && found[0].text.contains("can't be written"))
    }
  }

  @Test("Where the file of a test file is")
  func place() {
    #expect(
      RegressionStore(testFile: "/x/Tests/CoreTests/Sub/StepTests.swift", .inTests)?.url.path
        == "/x/Tests/Regressions/CoreTests/StepTests.txt")
    #expect(RegressionStore(testFile: "/x/StepTests.swift", .inTests) == nil)
    #expect(RegressionStore(testFile: "/x/Tests/CoreTests/StepTests.swift", .off) == nil)
    #expect(RegressionStore(testFile: "/x/StepTests.swift", .folder("/y"))?.url.path == "/y/StepTests.txt")
  }
}

@Suite("The environment of all properties")
struct EnvironmentTests {
  @Test("What can be said") func values() {
    let all = PropertyEnvironment([
      "PROPERTY_SEED": "0xff", "PROPERTY_CASES": "7", "PROPERTY_REGRESSIONS": "off", "PROPERTY_ATTACHMENTS": "/x",
    ])
    #expect(
      all.seed == 255 && all.cases == 7 && all.regressions == .off && all.attachments == "/x" && all.problem == nil)
    #expect(PropertyEnvironment(["PROPERTY_SEED": "12"]).seed == 12)
    let (one, other) = (
      PropertyEnvironment(["PROPERTY_SEED": "random"]), PropertyEnvironment(["PROPERTY_SEED": "random"])
    )
    #expect(one.seed != nil && one.seed != other.seed)
    #expect(PropertyEnvironment([:]).seed == nil)
  }

  @Test(
    "What can't is an issue that names the variable and its value",
    arguments: [
      (["PROPERTY_SEED": "12x"], "PROPERTY_SEED is \"12x\"; expected a number from 0 to 2^64 − 1, or random."),
      (["PROPERTY_CASES": "0"], "PROPERTY_CASES is \"0\"; expected a number from 1 up."),
    ])
  func problems(_ variables: [String: String], _ problem: String) async {
    let found = await issues {
      var options = PropertyOptions.current
      options.environment = PropertyEnvironment(variables)
      options.regressions = .off
      await PropertyOptions.$current.withValue(options) {
        _ = await check(Generator<Int>.integers()) { _ in }
      }
    }
    #expect(found.map(\.text) == [problem])
  }

  @Test("Seed and cases of the environment go before those of the code; the same seed repeats the run")
  func precedence() async {
    func values(_ variables: [String: String], seed: UInt64?) async -> [Int] {
      nonisolated(unsafe) var seen: [Int] = []
      var options = PropertyOptions.current
      options.environment = PropertyEnvironment(variables)
      await PropertyOptions.$current.withValue(options) {
        _ = await check(Generator<Int>.integers(), cases: 10, seed: seed) { seen.append($0) }
      }
      return seen
    }
    let (one, other) = (await values([:], seed: 1), await values([:], seed: 2))
    #expect(one != other && one.count == 10)
    #expect(await values(["PROPERTY_SEED": "2"], seed: 1) == other)
    #expect(await values(["PROPERTY_CASES": "3"], seed: 1) == Array(one[..<3]))
    // Without any, the name of the test is the seed.
    #expect(await values([:], seed: nil) == values([:], seed: nil))
  }

  @Test("A counterexample is written to the attachment folder, or the issue says why not")
  func attachments() async throws {
    func run(_ folder: String) async -> [Issue] {
      await issues {
        var options = PropertyOptions.current
        options.environment = PropertyEnvironment(["PROPERTY_ATTACHMENTS": folder, "PROPERTY_SEED": "5"])
        options.regressions = .off
        await PropertyOptions.$current.withValue(options) {
          _ = await check(Generator<Double>.reals()) { #expect($0 < 100) }
        }
      }
    }
    try await withFolder { folder in
      #expect(await run(folder.path).count == 1)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(files.count == 1 && files[0].contains("attachments") && files[0].hasSuffix("-5.txt"))
      let text = try String(contentsOf: folder.appending(path: files[0]), encoding: .utf8)
      #expect(text.contains("simplest: 0x1p7\n") && text.hasSuffix("\nreal 0x1p7\n"))

      try Data().write(to: folder.appending(path: "file"))
      let found = await run(folder.appending(path: "file").path)
      #expect(found.count == 2)
      #expect(found[1].text.contains("PROPERTY_ATTACHMENTS is \"\(folder.path)/file\", and"))
    }
  }
}
