import Foundation
import Testing

@testable import Ports

@Suite("What a port says")
struct ClaimTests {
  @Test("What is left out is what the protocol says")
  func defaults() throws {
    let claims = try PortClaims(json: Array(#"{"protocol": 1, "name": "x", "later": {"a": [1, null]}}"#.utf8))
    #expect(claims == PortClaims(name: "x"))
    #expect((claims.formats, claims.rsqrtUlps) == ([.f32], 1.5))
    #expect((claims.arithmetic(for: .bf16), claims.arithmetic(for: .f64)) == (.f32, .f64))
  }

  @Test("All of it goes over the pipe and comes back")
  func roundTrip() throws {
    var claims = PortClaims(name: "a \"port\"")
    (claims.version, claims.formats, claims.ranks) = ("1.0", [.f16, .f64], [2])
    (claims.takesMany, claims.starts, claims.reloads, claims.refuses) = (false, true, true, true)
    (claims.holdsSums, claims.arithmetic, claims.reduction) = (true, .bf16, .blocks(128))
    (claims.rsqrtUlps, claims.flushes, claims.isRepeatable, claims.roundsConstantsFirst) = (2.5, true, false, true)
    #expect(try PortClaims(json: Array(claims.json.utf8)) == claims)
    claims.reduction = .tree
    #expect(try PortClaims(json: Array(claims.json.utf8)) == claims)
  }

  @Test(
    "What is wrong is named, with what was expected",
    arguments: [
      (#"{"name": "x"}"#, "\"protocol\" is missing, but must be 1."),
      (#"{"protocol": 2, "name": "x"}"#, "\"protocol\" is 2, but must be 1."),
      (#"{"protocol": 1}"#, "\"name\" is missing, but must be a text."),
      (#"{"protocol": 1, "name": ""}"#, "\"name\" is empty"),
      (#"{"protocol": 1, "name": 7}"#, "\"name\" is the number 7, but must be a string."),
      (#"{"protocol": 1, "name": "x", "formats": ["F8"]}"#, "\"formats\" is the string \"F8\""),
      (
        #"{"protocol": 1, "name": "x", "ranks": [-1]}"#,
        "\"ranks\" is the number -1, but must be a whole number from 0 to 64."
      ),
      (#"{"protocol": 1, "name": "x", "many": "yes"}"#, "\"many\" is the string \"yes\", but must be true or false."),
      (#"{"protocol": 1, "name": "x", "reduction": {"block": 3}}"#, "\"reduction\" is an object with \"block\""),
      (#"{"protocol": 1, "name": "x", "reduction": {"blocks": 0}}"#, "\"reduction\" is the number 0"),
      (#"{"protocol": 1, "name": "x", "rsqrt_ulps": 0}"#, "\"rsqrt_ulps\" is the number 0"),
      (#"{"protocol": 1, "name": "x", "name": "y"}"#, "\"name\" is there twice"),
      (#"["protocol"]"#, "no object of JSON"), ("", "no object of JSON"), ("{\"protocol\": 1", "no object of JSON"),
    ])
  func wrong(_ text: String, _ expected: String) {
    #expect {
      try PortClaims(json: Array(text.utf8))
    } throws: {
      "\($0)".contains(expected)
    }
  }

  @Test("A reply is one of three")
  func replies() throws {
    #expect(try ReplyMessage(json: Array(#"{"id": 3, "ok": true}"#.utf8)).content == .ok)
    #expect(try ReplyMessage(json: Array(#"{"id": 3, "error": "x"}"#.utf8)).content == .error("x"))
    #expect(try ReplyMessage(json: Array(#"{"unsupported": "x", "more": 1}"#.utf8)).content == .unsupported("x"))
    for text in ["{}", #"{"ok": false}"#, #"{"ok": true, "error": "x"}"#, #"{"id": -1, "ok": true}"#] {
      #expect(throws: PortMessageError.self) { try ReplyMessage(json: Array(text.utf8)) }
    }
  }
}
