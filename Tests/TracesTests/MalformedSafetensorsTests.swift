import CAMECore
import Foundation
import Testing
import Traces

@Suite struct MalformedSafetensorsTests {
  @Test(arguments: Malformed.all)
  func refused(_ malformed: Malformed) {
    #expect(error(opening: malformed.data) == malformed.error)
  }

  /// What a reader sees: the tensor, the field, the value, and what it should be.
  @Test func messages() {
    let shape = SafetensorsError.tensor("a\u{1B}", field: .shape, found: "the number 2", expected: "an array")
    #expect(shape.description == #"Tensor "a\u{1B}": shape is the number 2, but must be an array."#)
    #expect(
      SafetensorsError.overlap("b", with: "a", at: 4).description
        == #"Tensors "a" and "b" overlap at byte 4 of the data."#)
    #expect(
      SafetensorsError.headerLength(9, limit: 2).description
        == "The header length is 9, but must be at least 2 and at most 2, the bytes that follow it.")
    let long = SafetensorsError.noTensor(String(repeating: "é", count: 1000))
    #expect(long.description == "There is no tensor \"\(String(repeating: "é", count: 80))\"….")
  }

  /// What the format allows must open: spaces within and after, escapes, empty tensors at borders, any order.
  @Test(arguments: [
    "{}", "{}      ", #"{"__metadata__":{}}"#, "{\n\"__metadata__\" :\t{ \"a\" : \"\\n\" }\r}  ",
    #"{"a":{"data_offsets":[0,0],"shape":[4611686018427387904,0],"dtype":"BOOL"}}"#,
  ])
  func allowed(_ header: String) {
    #expect(error(opening: file(header)) == nil)
  }

  /// Names are kept to the byte, marks that other parsers drop included.
  @Test(arguments: ["", "\u{FEFF}a", "a\0", "e\u{301}", " ", "__metadata", "\u{202E}"])
  func names(_ name: String) throws {
    let data = file(
      "{\"\(name.replacing("\0", with: "\\u0000"))\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")
    let opened = try SafetensorsFile(data: data)
    #expect(opened.entries.map { Array($0.name.utf8) } == [Array(name.utf8)])
    #expect(opened[name]?.dtype == .u8)
  }

  @Test func emptyTensorsLieAtBorders() throws {
    let description = { (length: Int, begin: Int) in
      #"{"dtype":"F32","shape":[\#(length)],"data_offsets":[\#(begin),\#(begin + 4 * length)]}"#
    }
    let header =
      #"{"d":\#(description(0, 8)),"b":\#(description(1, 4)),"c":\#(description(0, 4)),"a":\#(description(1, 0))}"#
    let opened = try SafetensorsFile(data: file(header, data: [0, 0, 128, 63, 0, 0, 0, 64]))
    #expect(opened.entries.map(\.name) == ["d", "b", "c", "a"])
    #expect(try opened.tensor("a", as: Float.self).values == [1])
    #expect(try opened.tensor("b", as: Float.self).values == [2])
    #expect(try opened.tensor("c", as: Float.self).values == [])
  }
}
