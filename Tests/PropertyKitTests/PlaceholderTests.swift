import PropertyKit
import Testing

@Suite("Placeholder") struct PlaceholderTests { @Test func one() { #expect(Dyadic.one.significantBits == 1) } }
