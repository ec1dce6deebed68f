import Testing

@testable import PropertyKit

@Suite("Cases and files of regressions as text")
struct TextTests {
  /// A value of every kind of choice.
  private let generator = zip(
    Generator<Int>.integers(), Generator<Int>.integers(in: -5...3).array(count: 0...4).optional(),
    Generator<Double>.reals(including: [.nan, .infinity]).array(count: 0...3),
    Generator<Matrix<Float>>.matrices(rows: 1...5, columns: 1...5),
    Generator<[Matrix<Float16>]>.matrixSequences(steps: 1...3, rows: 1...2, columns: 1...2))

  private func cases(_ count: Int) -> [TestCase] { (0..<count).compactMap { generator.testCase(ofCase: $0, seed: 1) } }

  @Test("A case is written and read, and makes the same value") func cases() throws {
    let property = Property(generator) { _ in .holds }
    let kinds = ["integer", "count", "alternative", "real", "matrix"]
    var seen: Set<Substring> = []
    for testCase in cases(300) {
      let read = try TestCase(text: testCase.text)
      #expect(read.text == testCase.text)
      // The domain of a matrix is known only to the generator; all else is there.
      for (a, b) in zip(read.choices, testCase.choices) {
        if case .matrix(let x) = a, case .matrix(let y) = b {
          #expect(x.elements == y.elements && [x.layers, x.rows, x.columns] == [y.layers, y.rows, y.columns])
        } else {
          #expect(a == b)
        }
      }
      let (value, original) = (property.replay(read.choices)?.value, property.replay(testCase.choices)?.value)
      #expect(value.map { exactText($0) } == original.map { exactText($0) } && value != nil)
      seen.formUnion(testCase.text.split(separator: "\n").map { $0.prefix { $0 != " " } })
    }
    #expect(seen == Set(kinds.map { $0[...] }))
  }

  @Test("The text is the one in the documentation") func known() throws {
    let text = """
      integer 42 in 0...100
      count 3 in 0...20
      alternative 1 in 0...2
      real 0x1.8p-3
      integer -9223372036854775808 in -9223372036854775808...9223372036854775807
      matrix 1x2x3: 0x1p0 0x0p0 -0x1p1 nan inf -0x0p0

      """
    let choices = try TestCase(text: text).choices
    #expect(TestCase(choices: choices).text == text)
    #expect(choices[1] == .integer(3, IntegerDomain(0...20, role: .count)))
    #expect(choices[3] == .real(Dyadic(0.1875)))
    #expect(try TestCase(text: "").choices == [])
  }

  @Test(
    "A line that isn't a choice is told of by its number",
    arguments: [
      "integer 5", "integer x in 0...9", "integer 10 in 0...9", "integer 5 in 9...0", "count 3 of 0...9", "alternative",
      "integer 1 in 0..9", "integer 1 in 0...9 x", "integer 1 in 0...9...10", "Integer 1 in 0...9", "real", "real 1.5",
      "real 0x1p0 0x1p0", "matrix", "matrix 1x1x1 0x0p0", "matrix 1x1x1:", "matrix 1x2x2: 0x0p0",
      "matrix 1x2: 0x0p0 0x0p0",
      "matrix 0x1x1:", "matrix -1x-1x1: 0x0p0", "matrix 1x1x1: 0", "matrix 1x1x1: 0x0p0 x", "complex 1", "end",
    ])
  func malformed(_ line: String) {
    let error = #expect(throws: CaseTextError.self) { try TestCase(text: "real 0x1p0\n\n\(line)\nreal 0x1p0\n") }
    #expect(error == CaseTextError(line: 3, text: line))
    #expect("\(error!)".hasPrefix("Line 3 of the case, \"\(line)\", isn't a choice: expected"))
  }

  @Test("So is a shape that isn't one, or that no Int counts") func shapes() async {
    #expect(throws: CaseTextError.self) { try TestCase(text: "matrix 1xax1x1: 0x0p0") }
    await #expect(processExitsWith: .success) {
      #expect(throws: CaseTextError.self) { try TestCase(text: "matrix 4294967296x4294967296x1: 0x0p0") }
    }
  }

  private func file(entries count: Int) -> RegressionFile {
    RegressionFile(
      entries: cases(count).enumerated().map { k, testCase in
        .init(property: "Suite/p\(k)()", seed: .max - UInt64(k), value: "(1, 2 × 3)", choices: testCase.choices)
      })
  }

  @Test("A file is written and read") func file() throws {
    let written = file(entries: 40)
    let read = try RegressionFile(text: written.text)
    #expect(read.text == written.text && read.entries.count == 40)
    #expect(try RegressionFile(text: read.text) == read)
    #expect(try RegressionFile(text: RegressionFile().text).entries == [])
    // Of several lines, one is made.
    let lines = RegressionFile.Entry(property: "a\nb", seed: 0, value: "\r\n1\u{2028}2\n\n3\n", choices: [])
    #expect(lines.property == "a b" && lines.value == "1 2 3")
    #expect(try RegressionFile(text: RegressionFile(entries: [lines]).text).entries == [lines])
    let marked = RegressionFile(entries: [.init(property: "p", seed: 0, value: "\u{301}", choices: [])])
    #expect(throws: Never.self) { try RegressionFile(text: marked.text) }
  }

  @Test("Entries are added once, and found by their property") func entries() {
    var file = RegressionFile()
    let (one, two) = ([Choice.real(.one)], [Choice.real(.negativeZero)])
    let added = [("p", one), ("p", one), ("q", one), ("p", two)].enumerated().map { k, entry in
      file.add(.init(property: entry.0, seed: UInt64(k), value: "\(k)", choices: entry.1))
    }
    #expect(added == [true, false, true, true])
    #expect(file.choices(of: "p") == [one, two] && file.choices(of: "q") == [one] && file.choices(of: "r") == [])
  }

  @Test("A file that is cut off anywhere is told of; between two entries it is a shorter file") func cuts() throws {
    let whole = file(entries: 5)
    let bytes = Array(whole.text.utf8)
    let header = "property-regressions 1".utf8.count
    // Behind the header and its empty lines; behind each "end" and the empty line.
    var shorter = [header: 0, header + 1: 0, header + 2: 0]
    // Where each entry starts, in bytes and in lines.
    var starts = [(byte: header + 2, line: 3)]
    for k in 1...5 {
      let text = RegressionFile(entries: Array(whole.entries[..<k])).text
      shorter[text.utf8.count] = k
      shorter[text.utf8.count + 1] = k
      starts.append((text.utf8.count + 1, text.split(separator: "\n", omittingEmptySubsequences: false).count + 1))
    }
    for cut in 0...bytes.count {
      let text = String(decoding: bytes[..<cut], as: UTF8.self)
      let start = starts.last { $0.byte < cut }
      do throws(RegressionFileError) {
        let read = try RegressionFile(text: text)
        #expect(shorter[cut] == read.entries.count, "cut at \(cut)")
        #expect(whole.text.hasPrefix(read.text))
      } catch {
        #expect(shorter[cut] == nil, "cut at \(cut): \(error)")
        let expected: RegressionFileError =
          cut < header - 1
          ? .notARegressionFile(firstLine: text) : start.map { .cutOff(line: $0.line) } ?? .otherVersion("")
        #expect(error == expected, "cut at \(cut)")
      }
    }
  }

  @Test("Another version, another file, and an entry that can't be read") func bad() {
    func message(_ text: String) -> String {
      do throws(RegressionFileError) {
        _ = try RegressionFile(text: text)
        return ""
      } catch {
        return error.description
      }
    }
    #expect(message("property-regressions 2\n\nx") == "It is of version 2, and this library reads version 1.")
    #expect(message("property-regressions 11\n") == "It is of version 11, and this library reads version 1.")
    #expect(message("PNG\nx") == "It doesn't start with \"property-regressions 1\" but with \"PNG\".")
    let fields = "The entry at line 4 can't be read: expected the lines property, seed and value"
    for lines in [
      "property p\nseed 1\nend\n", "property p\nseed -1\nvalue 1\nend\n", "property p\nseed\nvalue 1\nend\n", "end\n",
      "seed 1\nproperty p\nvalue 1\nend\n", "property p\nseed 18446744073709551616\nvalue 1\nend\n",
    ] {
      #expect(message("property-regressions 1\n\n\n" + lines) == fields)
    }
    let good = "property p\nseed 1\nvalue 1\nreal 0x1p0\n"
    #expect(
      message("property-regressions 1\n\n\(good)end\n\n\(good)rael 0x1p0\nend\n").hasPrefix(
        "The entry at line 9 can't be read: Line 2 of the case, \"rael 0x1p0\", isn't a choice: expected"))
    #expect(message("property-regressions 1\n\n\(good)") == "It is cut off: the entry at line 3 has no \"end\".")
  }
}
