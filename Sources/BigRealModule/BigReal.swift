#if MPFR
  public import CMPFR

  /// A binary floating-point number of `bits` significant bits, correctly rounded by MPFR and stored inline.
  ///
  /// The value holds its own limbs, so that arithmetic allocates nothing and arrays of numbers are flat memory; the
  /// precision is part of the type, so that there is no global setting to race on and no mixing by accident. It conforms
  /// to swift-numerics' `Real`, and so runs in any code that is generic over it.
  ///
  ///     let third = BigReal127(1) / 3
  ///     print(BigReal127.exp(third))
  ///
  /// Error Bounds: every operation and every elementary function is the exact result rounded once to nearest, ties to
  /// even. Sums and products of such results are not, and neither is what swift-numerics derives from them
  /// (`cosMinusOne`).
  ///
  /// Edge Cases: exponents reach ±2³⁰ and there are no subnormals, so overflow and underflow are all but out of reach.
  /// Infinities, NaN and signed zeros follow IEEE 754. There is one NaN, and it is quiet.
  ///
  /// > Note: `limbs` must be `bits / 64`, rounded up, because a generic argument can't be computed. One bit less than
  /// > the limbs hold is faster than all of them: MPFR has special code for precisions *under* 64, 128 and 192 bits, so
  /// > 127 bits take roots 2.3 times and quotients 1.2 times faster than 128. Sums and products are as fast with either.
  ///
  /// > Note: MPFR keeps the range of exponents per thread, and this type takes it to be MPFR's default. A caller that
  /// > changes it, with `mpfr_set_emin` or `mpfr_set_emax`, must put it back before it uses the type in that thread.
  ///
  /// > Warning: A sine of 2^(2³⁰) is correctly rounded too, and takes as many bits of π: minutes, and gigabytes.
  ///
  /// There is no float literal on purpose: it would go through Double, and `0.1` would be wrong past its 53rd bit.
  /// Write `BigReal127("0.1")!` or `BigReal127(1) / 10`.
  ///
  /// Reference: Fousse, Hanrot, Lefèvre, Pélissier, Zimmermann, *MPFR: A Multiple-Precision Binary Floating-Point Library
  /// with Correct Rounding*, ACM Transactions on Mathematical Software 33, 2007.
  @frozen
  public struct BigReal<let limbs: Int, let bits: Int>: Sendable, BitwiseCopyable {
    // The layout of cmpfr_t: MPFR's exponent (or its mark for zero, infinity, NaN), the sign, the significand from the
    // least limb up with its leading one in the highest bit.
    @usableFromInline var exp: Int
    @usableFromInline var sgn: Int
    @usableFromInline var significandLimbs: InlineArray<limbs, UInt>

    /// +0, for a function to write its result to.
    @inlinable @inline(__always)
    init() {
      precondition(
        bits >= 1 && limbs == (bits + 63) / 64, "BigReal<\(limbs), \(bits)> needs \((bits + 63) / 64) limbs.")
      exp = cmpfr_exponent_of_zero()
      sgn = 1
      significandLimbs = InlineArray(repeating: 0)
    }
  }

  /// As precise as Double, with a far larger range of exponents.
  public typealias BigReal53 = BigReal<1, 53>
  /// As precise as IEEE 754's binary128.
  public typealias BigReal113 = BigReal<2, 113>
  /// The fastest with two limbs.
  public typealias BigReal127 = BigReal<2, 127>
  /// Four limbs.
  public typealias BigReal255 = BigReal<4, 255>
  /// Eight limbs.
  public typealias BigReal511 = BigReal<8, 511>
#endif
