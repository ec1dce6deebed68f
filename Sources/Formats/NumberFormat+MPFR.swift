#if MPFR
  public import BigRealModule

  /// What drift is measured against: at 255 bits its own error is out of sight of every format compared.
  public typealias Truth = BigReal<4, 255>

  extension Formats {
    /// MPFR. 127 bits and not 128: one bit less than the limbs hold is up to three times faster.
    public static var multiprecision: [any NumberFormat] {
      [Format<BigReal<1, 53>>(), Format<BigReal<2, 113>>(), Format<BigReal<2, 127>>(), Format<BigReal<4, 255>>()]
    }
  }
#else
  extension Formats {
    /// None: this build is without MPFR.
    public static var multiprecision: [any NumberFormat] { [] }
  }
#endif
