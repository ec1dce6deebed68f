import Foundation
import Testing
import Traces

/// A file that must not open, and the whole error that says why.
struct Malformed: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let data: Data
  let error: SafetensorsError

  init(_ description: String, _ data: Data, _ error: SafetensorsError) {
    testDescription = description
    self.data = data
    self.error = error
  }

  /// A header text that isn't the JSON it should be.
  static func syntax(_ header: String, at offset: Int, expected: String, found: String) -> Malformed {
    Malformed(
      header, file(header), .syntax(JSONSyntaxError(offset: offset, expected: expected, found: found)))
  }

  /// A tensor "a" with this description, over 8 bytes of data.
  static func tensor(
    _ description: String, _ field: SafetensorsError.Field?, found: String, expected: String
  ) -> Malformed {
    Malformed(
      description, file("{\"a\":\(description)}", data: Array(repeating: 0, count: 8)),
      .tensor("a", field: field, found: found, expected: expected))
  }

  /// F32 tensors at these places, over `size` bytes of data.
  static func layout(_ places: [(String, Int, Int)], size: Int, _ error: SafetensorsError) -> Malformed {
    let members = places.map { name, begin, end in
      #""\#(name)":{"dtype":"F32","shape":[\#((end - begin) / 4)],"data_offsets":[\#(begin),\#(end)]}"#
    }
    let description = "\(places.map { "\($0.0) \($0.1)..<\($0.2)" }) of \(size)"
    return Malformed(
      description, file("{\(members.joined(separator: ","))}", data: Array(repeating: 0, count: size)), error)
  }
}

private let ints = "an array of at most 64 whole numbers from 0 to 9223372036854775807"
private let twoInts = "an array of at most 2 whole numbers from 0 to 9223372036854775807"
private let strings = "an object of at most 65536 strings"
private let dtypes =
  "one of the strings BOOL, U8, I8, F8_E5M2, F8_E4M3, F8_E8M0, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64"
private let rest = #","data_offsets":[0,8]}"#

private let frames: [Malformed] = [
  Malformed("empty", Data(), .tooShort(bytes: 0)),
  Malformed("7 bytes", Data(count: 7), .tooShort(bytes: 7)),
  Malformed("length only", Data(count: 8), .headerLength(0, limit: 0)),
  Malformed("length 0", file("{}", length: 0), .headerLength(0, limit: 2)),
  Malformed("length 1", file("{}", length: 1), .headerLength(1, limit: 2)),
  Malformed("length beyond the file", file("{}", length: 3), .headerLength(3, limit: 2)),
  Malformed("length beyond Int", file("{}", length: .max), .headerLength(.max, limit: 2)),
  Malformed("length that is negative as Int", file("{}", length: 1 << 63), .headerLength(1 << 63, limit: 2)),
  Malformed(
    "not UTF-8", file([0x7B, 0x22, 0xC3, 0x22, 0x7D]),
    .syntax(JSONSyntaxError(offset: 2, expected: "UTF-8", found: "the byte 0xC3"))),
  Malformed(
    "a header cut within a character", file(Array("{\"é".utf8), length: 3),
    .syntax(JSONSyntaxError(offset: 2, expected: "UTF-8", found: "the byte 0xC3"))),
]

private let texts: [Malformed] = [
  .syntax("[]", at: 0, expected: "\"{\"", found: "\"[\""),
  .syntax(" {}", at: 0, expected: "\"{\"", found: "the byte 0x20"),
  .syntax("null", at: 0, expected: "\"{\"", found: "\"n\""),
  .syntax("\u{FEFF}{}", at: 0, expected: "\"{\"", found: "the byte 0xEF"),
  .syntax("{ ", at: 2, expected: "a string", found: "the end"),
  .syntax("{,}", at: 1, expected: "a string", found: "\",\""),
  .syntax("{a:1}", at: 1, expected: "a string", found: "\"a\""),
  .syntax("{\"a\"}", at: 4, expected: "\":\"", found: "\"}\""),
  .syntax("{}\n", at: 2, expected: "a space or the end", found: "the byte 0x0A"),
  .syntax("{} x", at: 3, expected: "a space or the end", found: "\"x\""),
  .syntax("{}\0", at: 2, expected: "a space or the end", found: "the byte 0x00"),
  .syntax("{}{}", at: 2, expected: "a space or the end", found: "\"{\""),
  .syntax(#"{"__metadata__":{} "a":{}}"#, at: 19, expected: "\",\" or \"}\"", found: "'\"'"),
  .syntax(#"{"__metadata__":{"a":"b",}}"#, at: 25, expected: "a string", found: "\"}\""),
  .syntax(#"{"a":{"shape":[01]}}"#, at: 16, expected: "\",\" or \"]\"", found: "\"1\""),
  .syntax(#"{"a":{"shape":[-]}}"#, at: 16, expected: "a digit", found: "\"]\""),
]

private let keys: [Malformed] = [
  Malformed(
    "metadata twice", file(#"{"__metadata__":{},"__metadata__":{}}"#), .duplicateKey("__metadata__", tensor: nil)),
  Malformed(
    "metadata key twice", file(#"{"__metadata__":{"a":"1","\u0061":"1"}}"#),
    .duplicateKey("a", tensor: "__metadata__")),
  Malformed(
    "metadata a list", file(#"{"__metadata__":[]}"#), .metadata(key: nil, found: "an array", expected: strings)),
  Malformed("metadata null", file(#"{"__metadata__":null}"#), .metadata(key: nil, found: "null", expected: strings)),
  Malformed(
    "metadata number", file(#"{"__metadata__":{"a":1e5}}"#),
    .metadata(key: "a", found: "the number 1e5", expected: "a string")),
  Malformed(
    "metadata nested", file(#"{"__metadata__":{"a":{"b":"c"}}}"#),
    .metadata(key: "a", found: "an object", expected: "a string")),
  Malformed(
    "metadata too long", file("{\"__metadata__\":{\((0...65_536).map { "\"\($0)\":\"\"" }.joined(separator: ","))}}"),
    .metadata(key: nil, found: "longer", expected: strings)),
  Malformed("tensor twice", twice("a", "a"), .duplicateKey("a", tensor: nil)),
  Malformed("tensor twice, escaped", twice("a", "\\u0061"), .duplicateKey("a", tensor: nil)),
  Malformed("tensor twice, composed", twice("\u{E9}", "e\u{301}"), .duplicateKey("\u{E9}", tensor: nil)),
  Malformed(
    "field twice", file(#"{"a":{"shape":[],"shape":[]}}"#), .duplicateKey("shape", tensor: "a")),
  Malformed("dtype twice", file(#"{"a":{"dtype":"F32","dtype":"F32"}}"#), .duplicateKey("dtype", tensor: "a")),
  Malformed(
    "offsets twice", file(#"{"a":{"data_offsets":[],"data_offsets":[]}}"#), .duplicateKey("data_offsets", tensor: "a")),
  Malformed("unknown field", file(#"{"a":{"strides":[1]}}"#), .unknownField(tensor: "a", field: "strides")),
  Malformed("field in other case", file(#"{"a":{"Shape":[1]}}"#), .unknownField(tensor: "a", field: "Shape")),
]

private func twice(_ a: String, _ b: String) -> Data {
  let description = #"{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"#
  return file("{\"\(a)\":\(description),\"\(b)\":\(description)}")
}

private let fields: [Malformed] = [
  .tensor("[]", nil, found: "an array", expected: "an object"),
  .tensor("\"\\u001b[2J\"", nil, found: #"the string "\u{1B}[2J""#, expected: "an object"),
  .tensor("{}", .dtype, found: "missing", expected: "present"),
  .tensor(#"{"dtype":"F32"}"#, .shape, found: "missing", expected: "present"),
  .tensor(#"{"dtype":"F32","shape":[2]}"#, .dataOffsets, found: "missing", expected: "present"),
  .tensor(#"{"dtype":32}"#, .dtype, found: "the number 32", expected: dtypes),
  .tensor(#"{"dtype":"float32"}"#, .dtype, found: #"the string "float32""#, expected: dtypes),
  .tensor(#"{"dtype":"f32"}"#, .dtype, found: #"the string "f32""#, expected: dtypes),
  .tensor(#"{"dtype":"F4"}"#, .dtype, found: #"the string "F4""#, expected: dtypes),
  .tensor(#"{"dtype":null}"#, .dtype, found: "null", expected: dtypes),
  .tensor(#"{"shape":2}"#, .shape, found: "the number 2", expected: ints),
  .tensor(#"{"shape":[2,-1]}"#, .shape, found: "an array with the number -1", expected: ints),
  .tensor(#"{"shape":[-0]}"#, .shape, found: "an array with the number -0", expected: ints),
  .tensor(#"{"shape":[2.0]}"#, .shape, found: "an array with the number 2.0", expected: ints),
  .tensor(#"{"shape":[2e0]}"#, .shape, found: "an array with the number 2e0", expected: ints),
  .tensor(#"{"shape":["2"]}"#, .shape, found: #"an array with the string "2""#, expected: ints),
  .tensor(#"{"shape":[[2]]}"#, .shape, found: "an array with an array", expected: ints),
  .tensor(#"{"shape":[1,]}"#, .shape, found: #"an array with "]""#, expected: ints),
  .tensor(
    #"{"shape":[9223372036854775808]}"#, .shape, found: "an array with the number 9223372036854775808", expected: ints),
  .tensor(
    "{\"shape\":[\(String(repeating: "9", count: 1_000_000))]}", .shape,
    found: "an array with the number \(String(repeating: "9", count: 80))…", expected: ints),
  .tensor(
    "{\"shape\":[\(Array(repeating: "1", count: 65).joined(separator: ","))]}", .shape, found: "longer",
    expected: ints),
  .tensor(
    "{\"shape\":\(String(repeating: "[", count: 1_000_000))}", .shape, found: "an array with an array", expected: ints),
  .tensor(
    #"{"dtype":"U8","shape":[4294967296,4294967296]"# + rest, .shape, found: "[4294967296, 4294967296]",
    expected: "a shape of at most 9223372036854775807 elements"),
  .tensor(
    #"{"dtype":"F32","shape":[4611686018427387904]"# + rest, .shape, found: "[4611686018427387904]",
    expected: "a shape of at most 9223372036854775807 bytes"),
  .tensor(#"{"data_offsets":{}}"#, .dataOffsets, found: "an object", expected: twoInts),
  .tensor(#"{"data_offsets":[0,8,8]}"#, .dataOffsets, found: "longer", expected: twoInts),
  .tensor(#"{"data_offsets":[0,-8]}"#, .dataOffsets, found: "an array with the number -8", expected: twoInts),
  .tensor(
    #"{"dtype":"F32","shape":[2],"data_offsets":[8]}"#, .dataOffsets, found: "[8]",
    expected: "two numbers, begin and end"
  ),
  .tensor(
    #"{"dtype":"F32","shape":[2],"data_offsets":[8,0]}"#, .dataOffsets, found: "[8, 0]",
    expected: "in ascending order"),
  .tensor(
    #"{"dtype":"F32","shape":[3]"# + rest, .dataOffsets, found: "[0, 8], which is 8 bytes",
    expected: "12 bytes for shape [3] of F32"),
  .tensor(
    #"{"dtype":"F64","shape":[2]"# + rest, .dataOffsets, found: "[0, 8], which is 8 bytes",
    expected: "16 bytes for shape [2] of F64"),
  .tensor(
    #"{"dtype":"F64","shape":[2,0]"# + rest, .dataOffsets, found: "[0, 8], which is 8 bytes",
    expected: "0 bytes for shape [2, 0] of F64"),
]

private let layouts: [Malformed] = [
  .layout(
    [("a", 0, 8)], size: 7,
    .tensor(
      "a", field: .dataOffsets, found: "[0, 8]", expected: "within the data, which has 7 bytes")),
  .layout(
    [("a", 8, 16)], size: 8,
    .tensor(
      "a", field: .dataOffsets, found: "[8, 16]", expected: "within the data, which has 8 bytes")),
  .layout(
    [("a", 9_223_372_036_854_775_803, 9_223_372_036_854_775_807)], size: 8,
    .tensor(
      "a", field: .dataOffsets, found: "[9223372036854775803, 9223372036854775807]",
      expected: "within the data, which has 8 bytes")),
  .layout([("a", 0, 8)], size: 9, .hole(begin: 8, end: 9, before: nil)),
  .layout([], size: 1, .hole(begin: 0, end: 1, before: nil)),
  .layout([("a", 4, 8)], size: 8, .hole(begin: 0, end: 4, before: "a")),
  .layout([("b", 8, 12), ("a", 0, 4)], size: 12, .hole(begin: 4, end: 8, before: "b")),
  .layout([("a", 0, 8), ("b", 4, 12)], size: 12, .overlap("b", with: "a", at: 4)),
  .layout([("a", 0, 8), ("b", 0, 8)], size: 8, .overlap("b", with: "a", at: 0)),
  .layout([("b", 4, 8), ("a", 0, 8)], size: 8, .overlap("b", with: "a", at: 4)),
  .layout([("a", 0, 8), ("empty", 4, 4)], size: 8, .overlap("empty", with: "a", at: 4)),
]

extension Malformed {
  /// Every row.
  static let all = frames + texts + keys + fields + layouts
}
