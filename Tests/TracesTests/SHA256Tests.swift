import Foundation
import Testing
import Traces

/// The vectors of NIST's "Secure Hash Standard" examples and of the CAVS short-message file, and every length of
/// padding.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func text(_ text: String, digest: String) {
    #expect(SHA256.hexDigest(of: Data(text.utf8)) == digest)
  }

  @Test func oneByte() {
    #expect(
      SHA256.hexDigest(of: Data([0xBD])) == "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b")
  }

  @Test func aMillionTimesA() {
    #expect(
      SHA256.hexDigest(of: Data(repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// The digest of the digests of 0, 1, … 200 zeros, as Python's `hashlib` gives it.
  @Test func everyPaddingLength() {
    let digests = (0...200).map { SHA256.hexDigest(of: Data(count: $0)) }.joined()
    #expect(
      SHA256.hexDigest(of: Data(digests.utf8)) == "f55e502cfd80fef78fe7206d99c6dff4fab60fd17201a0a656296ce47240e6f2")
  }

  /// A slice hashes as its bytes, wherever it starts.
  @Test func slice() {
    let data = Data("xxabc".utf8)[2...]
    #expect(SHA256.hexDigest(of: data) == SHA256.hexDigest(of: Data("abc".utf8)))
  }
}
