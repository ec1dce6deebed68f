internal import Formats

/// Numbers that a problem draws from a seed, each by its own place.
struct Draws {
  private let stream: CounterStream
  private let isUsual: Bool

  /// Seed 0 draws nothing but zeros where a start is moved.
  init(seed: UInt64) { (stream, isUsual) = (CounterStream(seed: seed), seed == 0) }

  /// From −1 up to 1 in steps of 2⁻²⁰; 0 for seed 0.
  func signed(_ place: Int) -> Double { isUsual ? 0 : 2 * fraction(place) - 1 }

  /// From 0 up to 1 in steps of 2⁻²¹, whatever the seed.
  func fraction(_ place: Int, stream number: Int = 0) -> Double {
    Double(stream.bits(step: 0, stream: number, element: place) >> 43) * 0x1p-21
  }
}
