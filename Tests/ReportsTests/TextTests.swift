import LabRecords
import Testing

@testable import Reports

@Suite("Text and numbers")
struct TextTests {
  @Test("display width counts cells, not scalars")
  func displayWidth() {
    #expect(["û", "u\u{302}", "β₃", "1/√v", "Δθ", "×", "•"].map(\.displayWidth) == [1, 1, 2, 4, 2, 1, 1])
    #expect(["数字", "é\u{200D}", "🙂", "", "\u{301}"].map(\.displayWidth) == [4, 1, 2, 0, 0])
  }

  @Test("lines are wrapped at white space, and inside a word only if it must be")
  func wrapping() {
    #expect("one two  three".wrapped(to: 7) == ["one two", "three"])
    #expect("abcdefghij k".wrapped(to: 4) == ["abcd", "efgh", "ij k"])
    #expect("数字数字".wrapped(to: 5) == ["数字", "数字"])
    #expect("".wrapped(to: 5) == [])
  }

  @Test("padding and truncating reach the width exactly")
  func padding() {
    #expect("û".padded(to: 3) == "û  ")
    #expect("û".padded(to: 3, leading: true) == "  û")
    #expect("float16/float".truncated(to: 8) == "float16…")
    #expect("float".truncated(to: 5) == "float")
  }

  @Test("what a terminal would obey is made harmless")
  func printable() {
    #expect("a\u{1B}[31m\u{7}\u{202E}b\u{9B}".printable == "a\u{FFFD}[31m\u{FFFD}\u{FFFD}b\u{FFFD}")
  }

  @Test("numbers")
  func numbers() {
    #expect([0, 7, 999, 1000, -1_234_567].map(Numbers.grouped) == ["0", "7", "999", "1,000", "−1,234,567"])
    #expect(
      [0, 0.5, 3.14159, 218.4, 9999, 41_943_040, 1.5e-8, .infinity].map(Numbers.short) == [
        "0", "0.5", "3.1", "218", "9,999", "4.2×10⁷", "1.5×10⁻⁸", "∞",
      ])
    #expect(
      [(0, 10), (1, 10), (10, 10), (1, 3), (99_999, 100_000), (1, 100_000), (5, 0)].map {
        Numbers.percent($0.0, of: $0.1)
      } == ["0 %", "10 %", "100 %", "33 %", "> 99.9 %", "< 0.1 %", "0 %"])
    #expect([0.84, 99.9, 200].map(Numbers.duration) == ["0.8 s", "99.9 s", "3 min 20 s"])
    #expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(Numbers.list) == ["", "a", "a and b", "a, b and c"])
    #expect(Numbers.count(1, "step", "steps") == "1 step")
    #expect(Numbers.spelled(6, "policy", "policies") == "Six policies")
    #expect(Numbers.spelled(11, "policy", "policies") == "11 policies")
  }

  @Test("a sparkline has its worst bits, NaN and gaps")
  func sparkline() {
    let worst: [Double?] = [0, 0x1p-12, 4, nil, nil]
    let series = SeriesFigures(
      symbol: "u",
      record: .init(
        quantity: "u", worst: worst, median: worst, worstTensor: [], worstUlps: worst, nonFinite: [0, 0, 0, 1, 0],
        vanished: []), bits: 24)
    #expect(Sparkline.text(series, cells: 12) == "█▅▁×·")
    #expect(Sparkline.text(DriftFigures(SyntheticRecord.full()).runs[0].lead, cells: 12) == "××××××××××××")
  }
}
