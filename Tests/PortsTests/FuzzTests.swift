import Foundation
import PropertyKit
import Testing

@testable import Ports

/// Readers of what others wrote: whatever the bytes, they answer or throw.
@Suite("Readers under fuzz")
struct FuzzTests {
  /// Seconds for each reader; a thorough run takes minutes: CAME_LAB_FUZZ_SECONDS=200.
  private static let seconds = Double(ProcessInfo.processInfo.environment["CAME_LAB_FUZZ_SECONDS"] ?? "") ?? 1

  @Test("Cases")
  func cases() throws {
    let seeds = try smallCases.filter { $0.question.count < 60 }.map { try $0.question.encode() }
    fuzz(seeds) { _ = try PortCase(data: $0, name: "fuzzed") }
  }

  @Test("Answers")
  func answers() throws {
    let question = try #require(smallCases.first { $0.question.name.hasPrefix("matrix") && $0.question.count < 60 })
      .question
    let seed = try #require(LocalReference.answer(question)).encode(question)
    fuzz([seed]) { _ = try PortAnswer(data: $0, to: question) }
  }

  @Test("What a port says, and its replies")
  func messages() {
    var claims = PortClaims(name: "x")
    claims.reduction = .blocks(7)
    let seeds = [claims.json, #"{"id": 1, "ok": true}"#, #"{"id": 12, "error": "a \u00e9 \n"}"#].map { Data($0.utf8) }
    fuzz(seeds) { _ = try PortClaims(json: Array($0)) }
    fuzz(seeds) { _ = try ReplyMessage(json: Array($0)) }
  }

  /// Bytes changed, removed, doubled, numbers made large: the reader may throw, and comes back.
  private func fuzz(_ seeds: [Data], _ read: (Data) throws -> Void) {
    var random = SystemRandom(state: 7)
    let end = ContinuousClock.now + .seconds(Self.seconds)
    var (tried, accepted) = (0, 0)
    while ContinuousClock.now < end {
      for _ in 0..<64 {
        var data = seeds[random.below(seeds.count)]
        for _ in 0...random.below(4) { mutate(&data, &random) }
        tried += 1
        if (try? read(data)) != nil { accepted += 1 }
      }
    }
    #expect(tried > 0 && accepted < tried)
  }

  private func mutate(_ data: inout Data, _ random: inout SystemRandom) {
    guard !data.isEmpty else { return data.append(UInt8(random.below(256))) }
    // Half of the time in the header, where structure is.
    let place = data.startIndex + (random.below(2) == 0 ? random.below(min(400, data.count)) : random.below(data.count))
    switch random.below(7) {
    case 0: data[place] = UInt8(random.below(256))
    case 1: data[place] ^= 1 << UInt8(random.below(8))
    case 2: data.remove(at: place)
    case 3: data.insert(UInt8(random.below(256)), at: place)
    case 4: data = Data(data.prefix(random.below(data.count)))
    case 5:
      data.insert(contentsOf: Array("[{\"9223372036854775807,-1e999".utf8).prefix(1 + random.below(28)), at: place)
    default:
      let end = min(data.endIndex, place + random.below(40))
      data.insert(contentsOf: data[place..<end], at: place)
    }
  }
}

/// Numbers that depend on a seed alone.
private struct SystemRandom {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
}
