public import Testing

/// How the properties of a test or a suite are run.
public struct PropertyTrait: TestTrait, SuiteTrait, TestScoping {
  let cases: Int?
  let seed: UInt64?
  let regressions: RegressionPolicy?

  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    var options = PropertyOptions.current
    options.cases = cases ?? options.cases
    options.seed = seed ?? options.seed
    options.regressions = regressions ?? options.regressions
    guard testCase != nil else { return try await PropertyOptions.$current.withValue(options) { try await function() } }
    // One handler for the whole test, so that a property may be checked without `await`.
    let sink = IssueSink()
    options.sink = sink
    try await PropertyOptions.$current.withValue(options) {
      try await sink.handler.provideScope(for: test, testCase: testCase, performing: function)
    }
  }
}

extension Trait where Self == PropertyTrait {
  /// Sets how many cases the properties of a test or suite have, and their seed; lets a synchronous test check properties.
  ///
  /// What the environment says goes before what is given here.
  public static func properties(cases: Int? = nil, seed: UInt64? = nil, regressions: RegressionPolicy? = nil) -> Self {
    PropertyTrait(cases: cases, seed: seed, regressions: regressions)
  }

  public static var properties: Self { properties() }
}

/// Where counterexamples are kept, to be tried first the next time.
public enum RegressionPolicy: Hashable, Sendable {
  /// For Tests/Module/…/File.swift in Tests/Regressions/Module/File.txt, a file to commit.
  case inTests
  /// In a folder.
  case folder(String)
  /// Nowhere, for tests that mean to fail.
  case off
}

/// What holds for the properties of the current test.
struct PropertyOptions: Sendable {
  var cases = 100
  var seed: UInt64?
  var regressions = RegressionPolicy.inTests
  var sink: IssueSink?
  var environment = PropertyEnvironment.current

  @TaskLocal static var current = PropertyOptions()
}
