import Formats
import Testing

@Suite("Random bits by number")
struct CounterStreamTests {
  @Test("Philox4x32-10 gives the known answers of Random123")
  func knownAnswers() {
    let zeros = CounterStream.philox(counter: .init(repeating: 0), key: .init(repeating: 0))
    #expect(zeros == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    let ones = CounterStream.philox(counter: .init(repeating: .max), key: .init(repeating: .max))
    #expect(ones == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    let pi = CounterStream.philox(
      counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], key: [0xa409_3822, 0x299f_31d0])
    #expect(pi == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  @Test("Bits depend on the seed, the step, the stream and the whole element number")
  func arguments() {
    #expect(CounterStream(seed: 0).bits(step: 0, stream: 0, element: 0) == 0xe169_c58d_6627_e8d5)
    var seen: Set<UInt64> = []
    for seed in [0, 1, 1 << 32] as [UInt64] {
      for step in [0, 1] {
        for stream in [0, 1, 2] {
          for element in [0, 1, 2, 1 << 32, 1 << 33] {
            seen.insert(CounterStream(seed: seed).bits(step: step, stream: stream, element: element))
          }
        }
      }
    }
    #expect(seen.count == 90)
  }
}
