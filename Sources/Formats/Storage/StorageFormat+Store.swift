extension StorageFormat {
  /// Replaces each number by what is read back after it was stored.
  ///
  /// Without blocks, each number is rounded once, from the Double. With blocks, everything is Float arithmetic as in
  /// torchao and bitsandbytes: the scale is the largest magnitude of the block (divided by the greatest number of the
  /// format, if it is a format and not a map), a number is divided by it, rounded, and multiplied by it again.
  /// Truncated and stochastic rounding divide in Double, so that what decides is not itself rounded.
  ///
  /// The nearest code is found as torchao finds it: the upper neighbour where x − a ≥ (b − a)/2 in Float, a tie too.
  ///
  /// Random bits depend on the seed, the step, the stream and the place in `values` only; only stochastic rounding uses
  /// them.
  ///
  /// Edge Cases: a block of zeros stays, even under a map without zero. A NaN makes its whole block NaN, since it is
  /// the largest. An infinity makes the finite numbers of its block NaN, or infinite under a map whose least code isn't
  /// zero. Maps without negative numbers store their least one for them. Truncated, the largest number of a block of a
  /// format may itself be cut, where its scale was rounded up.
  ///
  /// > Warning: torchao takes 10^−12 for smaller scales, and so loses blocks that are smaller than that; bitsandbytes
  /// > doesn't, and nor does this. bitsandbytes multiplies by the reciprocal of the scale, which can move a number that
  /// > lies next to the middle of two codes; and its table for Floats on a CPU (0.50.2) misses the nearest code of shares
  /// > under about 10^−3.
  ///
  /// - Precondition: `step` and `stream` fit 32 bits.
  /// - Complexity: one pass, two with blocks.
  public func store(_ values: UnsafeMutableBufferPointer<Double>, seed: UInt64, step: Int, stream: Int) {
    let random = CounterStream(seed: seed)
    func bits(_ i: Int) -> UInt64 {
      rounding == .stochastic ? random.bits(step: step, stream: stream, element: i) : 0
    }
    let block = block ?? values.count
    switch code {
    case .number(let number) where self.block == nil:
      for i in values.indices { values[i] = number.quantizer.rounded(values[i], rounding, random: bits(i)) }
    case .number(let number):
      let (quantizer, greatest) = (number.quantizer, number.greatest)
      for start in stride(from: 0, to: values.count, by: block) {
        store(values, start..<min(start + block, values.count), greatest: Float(greatest)) { x, i in
          // The quotient may be past the greatest number by its own rounding.
          let bounded = x > greatest ? greatest : x < -greatest ? -greatest : x
          return Float(quantizer.rounded(bounded, rounding, random: bits(i)))
        }
      }
    case .share(let map):
      map.values.withUnsafeBufferPointer { codes in
        for start in stride(from: 0, to: values.count, by: block) {
          store(values, start..<min(start + block, values.count), greatest: 1) { x, i in
            Self.value(of: x, in: codes, rounding, random: bits(i))
          }
        }
      }
    }
  }

  /// One block; `rounded` is handed the share of the scale and the place.
  @inline(__always)
  private func store(
    _ values: UnsafeMutableBufferPointer<Double>, _ block: Range<Int>, greatest: Float,
    rounded: (Double, Int) -> Float
  ) {
    var largest: Float = 0
    for i in block {
      let magnitude = Float(values[i]).magnitude
      if magnitude > largest || magnitude.isNaN { largest = magnitude }
    }
    let scale = largest / greatest
    for i in block {
      let share = rounding == .nearest ? Double(Float(values[i]) / scale) : values[i] / Double(scale)
      values[i] = scale == 0 ? 0 : Double(rounded(share, i) * scale)
    }
  }

  /// The value of the code for `x`, which is a Float unless it is rounded some other way than to nearest.
  private static func value(
    of x: Double, in codes: UnsafeBufferPointer<Float>, _ rounding: RoundingMode, random: UInt64
  ) -> Float {
    // The last code whose value is not over x, by halving: the counts are powers of two. NaN ends at 0.
    var low = 0
    var step = codes.count / 2
    while step > 0 {
      if x >= Double(codes[low + step]) { low += step }
      step /= 2
    }
    let (a, b) = (codes[low], codes[min(low + 1, codes.count - 1)])
    switch rounding {
    case .nearest: return Float(x) - a >= (b - a) * 0.5 ? b : a
    case .towardZero: return a < 0 && x > Double(a) ? b : a
    case .stochastic:
      let share = Double(random >> 11) * 0x1p-53 * (Double(b) - Double(a))
      return share < x - Double(a) ? b : a
    }
  }
}
