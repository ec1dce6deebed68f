#if MPFR
  public import BigRealModule

  extension BigReal: FormatScalar {
    public static var formatName: String { "mpfr\(bits)" }
    public static var formatTitle: String { "MPFR \(bits)" }
    @inlinable public init(nearest x: Double) { self.init(x) }

    /// Exact from 159 bits on; under it, the parts are added from the smallest up.
    @inlinable public init(nearest x: Expansion) {
      self = x.isFinite ? (Self(x.low) + Self(x.middle)) + Self(x.high) : Self(x.high)
    }

    @inlinable public var expansion: Expansion {
      let high = Double(self)
      guard high.isFinite, high != 0 else { return Expansion(high) }
      let rest = self - Self(high)
      let middle = Double(rest)
      return Expansion(high: high, middle: middle, low: Double(rest - Self(middle)))
    }
  }
#endif
