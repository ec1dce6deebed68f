public import Testing

/// How the properties of a test or a suite are run.
public struct PropertyTrait: TestTrait, SuiteTrait, TestScoping {
  let cases: Int?
  let seed: UInt64?
  let stores: Bool?

  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    var options = PropertyOptions.current
    options.cases = cases ?? options.cases
    options.seed = seed ?? options.seed
    options.storesRegressions = stores ?? options.storesRegressions
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
  /// A seed from the environment, `PROPERTY_SEED`, goes before one given here. `storesRegressions: false` writes no
  /// regression file, for tests that mean to fail.
  public static func properties(cases: Int? = nil, seed: UInt64? = nil, storesRegressions: Bool? = nil) -> Self {
    PropertyTrait(cases: cases, seed: seed, stores: storesRegressions)
  }

  public static var properties: Self { properties() }
}

/// What holds for the properties of the current test.
struct PropertyOptions: Sendable {
  var cases = 100
  var seed: UInt64?
  var storesRegressions = true
  var sink: IssueSink?

  @TaskLocal static var current = PropertyOptions()
}
