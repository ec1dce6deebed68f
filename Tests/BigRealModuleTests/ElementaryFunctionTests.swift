#if MPFR
  import BigRealModule
  import Foundation
  import RealModule
  import Testing

  /// The elementary functions against values that Fixtures/make-fixtures.py computed and proved with Arb, whose
  /// functions are not MPFR's.
  @Suite("Elementary functions, against Arb")
  struct ElementaryFunctionTests {
    static let functions = [
      "exp", "exp2", "exp10", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos", "atan",
      "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc", "gamma", "lgamma", "sqrt", "pow", "atan2",
      "hypot", "root", "powi",
    ]

    /// The least cases of a function, by its precision.
    static let leastCases = [53: 36, 113: 18, 127: 27]

    /// A line: `function precision arguments result`.
    struct Case {
      let function: String
      let precision: Int
      let arguments: [String]
      let result: String

      init?(_ line: Substring) {
        let fields = line.split(separator: " ").map(String.init)
        guard fields.count >= 4, let precision = Int(fields[1]) else { return nil }
        (function, self.precision, result) = (fields[0], precision, fields[fields.count - 1])
        arguments = Array(fields[2..<(fields.count - 1)])
      }
    }

    /// Thrown rather than required, because a failed requirement fails only the first of the tests that share it.
    struct FixtureError: Error, CustomStringConvertible {
      let description: String
    }

    /// The cases of every function; reading fails at the first line that isn't one.
    static let cases = Result {
      let lines = try String(decoding: file("elementary", "txt"), as: UTF8.self).split(separator: "\n")
      let cases = try lines.map { line in
        guard let test = Case(line) else { throw FixtureError(description: "\"\(line)\" is no case.") }
        return test
      }
      return Dictionary(grouping: cases, by: { $0.function })
    }

    static func file(_ name: String, _ kind: String) throws -> Data {
      guard let url = Bundle.module.url(forResource: name, withExtension: kind, subdirectory: "Fixtures") else {
        throw FixtureError(description: "Fixtures/\(name).\(kind) is missing.")
      }
      return try Data(contentsOf: url)
    }

    @Test("Every result is the exact one, rounded once", arguments: functions)
    func results(_ function: String) throws {
      let cases = try #require(try Self.cases.get()[function])
      check(BigReal53.self, cases)
      check(BigReal113.self, cases)
      check(BigReal127.self, cases)
    }

    /// Rounding twice may go wrong where the first rounding ends halfway between two numbers of 127 bits, as for the root
    /// of 1 − 2⁻¹²⁷ through 255 bits. No exact result of the fixture is so near to a halfway point that 511 bits do.
    @Test("Every result of 511 bits, rounded to 127 bits, is the one at 127 bits", arguments: functions)
    func wideResults(_ function: String) throws {
      let cases = try #require(try Self.cases.get()[function])
      let wrong = cases.filter { test in
        guard test.precision == 127 else { return false }
        let wide: BigReal511? = value(test.function, test.arguments)
        return wide.map(BigReal127.init) != BigReal127(test.result)
      }
      let first = wrong.first.map { "\($0.function)(\($0.arguments.joined(separator: ", ")))" } ?? ""
      #expect(wrong.isEmpty, "\(wrong.count) wrong, the first: \(first)")
    }

    /// Compares the results of a precision bit for bit.
    private func check<let l: Int, let b: Int>(_: BigReal<l, b>.Type, _ cases: [Case]) {
      var failures: [String] = []
      for test in cases where test.precision == b {
        guard let expected = BigReal<l, b>(test.result), expected.hexDescription == test.result else {
          failures.append("\(test.result) was not read exactly")
          continue
        }
        guard let result: BigReal<l, b> = value(test.function, test.arguments) else {
          failures.append("\(test.function)(\(test.arguments)) was not read exactly")
          continue
        }
        if !hasSameBits(result, expected) {
          let call = "\(test.function)(\(test.arguments.joined(separator: ", ")))"
          failures.append("\(call): expected \(test.result), got \(result.hexDescription)")
        }
      }
      if !failures.isEmpty {
        let first = failures.prefix(3).joined(separator: "\n")
        Issue.record("\(failures.count) failures at \(b) bits, the first of them:\n\(first)")
      }
    }

    private func hasSameBits<T: BitwiseCopyable>(_ a: T, _ b: T) -> Bool {
      withUnsafeBytes(of: a) { a in withUnsafeBytes(of: b) { b in a.elementsEqual(b) } }
    }

    /// What swift-numerics' name for the function gives; nil for arguments that it doesn't take.
    private func value<let l: Int, let b: Int>(_ function: String, _ arguments: [String]) -> BigReal<l, b>? {
      typealias T = BigReal<l, b>
      guard let x = T(arguments[0]), x.hexDescription == arguments[0] else { return nil }

      switch function {
      case "root", "powi":
        guard arguments.count == 2, let n = Int(arguments[1]) else { return nil }
        return function == "root" ? T.root(x, n) : T.pow(x, n)
      case "pow", "atan2", "hypot":
        guard arguments.count == 2, let y = T(arguments[1]), y.hexDescription == arguments[1] else { return nil }
        return function == "pow" ? T.pow(x, y) : function == "atan2" ? T.atan2(y: x, x: y) : T.hypot(x, y)
      default:
        return arguments.count == 1 ? value(function, x) : nil
      }
    }

    private func value<let l: Int, let b: Int>(_ function: String, _ x: BigReal<l, b>) -> BigReal<l, b>? {
      typealias T = BigReal<l, b>
      return switch function {
      case "exp": T.exp(x)
      case "exp2": T.exp2(x)
      case "exp10": T.exp10(x)
      case "expm1": T.expMinusOne(x)
      case "log": T.log(x)
      case "log2": T.log2(x)
      case "log10": T.log10(x)
      case "log1p": T.log(onePlus: x)
      case "sin": T.sin(x)
      case "cos": T.cos(x)
      case "tan": T.tan(x)
      case "asin": T.asin(x)
      case "acos": T.acos(x)
      case "atan": T.atan(x)
      case "sinh": T.sinh(x)
      case "cosh": T.cosh(x)
      case "tanh": T.tanh(x)
      case "asinh": T.asinh(x)
      case "acosh": T.acosh(x)
      case "atanh": T.atanh(x)
      case "erf": T.erf(x)
      case "erfc": T.erfc(x)
      case "gamma": T.gamma(x)
      case "lgamma": T.logGamma(x)
      case "sqrt": T.sqrt(x)
      default: nil
      }
    }

    @Test("The fixture has every function at every precision, and nothing else")
    func completeness() throws {
      let cases = try Self.cases.get()
      #expect(Set(cases.keys) == Set(Self.functions))
      for function in Self.functions {
        let counts = Dictionary(grouping: cases[function, default: []], by: { $0.precision }).mapValues { $0.count }
        #expect(Set(counts.keys) == Set(Self.leastCases.keys), "\(function)")
        for (precision, least) in Self.leastCases {
          #expect(counts[precision, default: 0] >= least, "\(function) at \(precision) bits")
        }
      }
    }

    @Test("The fixture has the lines that its description counts")
    func lineCount() throws {
      struct Info: Decodable {
        let lines: Int
      }
      let info = try JSONDecoder().decode(Info.self, from: Self.file("elementary.info", "json"))
      let text = try Self.file("elementary", "txt")
      #expect(text.count { $0 == UInt8(ascii: "\n") } == info.lines)
      #expect(try Self.cases.get().values.reduce(0) { $0 + $1.count } == info.lines)
    }
  }
#endif
