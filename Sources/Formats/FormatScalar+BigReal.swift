#if MPFR
  public import BigRealModule

  extension BigReal: FormatScalar {
    public static var formatName: String { "mpfr\(bits)" }
    public static var formatTitle: String { "MPFR \(bits)" }
    @inlinable public init(nearest x: Double) { self.init(x) }

    /// Exact from 159 bits on; under it, the parts are added from the smallest up. A zero keeps its sign.
    @inlinable public init(nearest x: Expansion) {
      self = x.isFinite && !x.isZero ? (Self(x.low) + Self(x.middle)) + Self(x.high) : Self(x.high)
    }

    @inlinable public var expansion: Expansion {
      if let (a, b, c) = leadingDoubles {
        // Cut parts become rounded ones. Where b is half of a's last bit, what comes after it decides: a last bit for it.
        let high = a + (c == 0 || b == 0 ? b : Double(bitPattern: b.bitPattern | 1))
        // Exact: b, or b less a's last bit.
        let (middle, low) = Expansion.sum((a - high) + b, c)
        return Expansion(high: high, middle: middle, low: low)
      }
      let high = Double(self)
      guard high.isFinite, high != 0 else { return Expansion(high) }
      let rest = self - Self(high)
      let middle = Double(rest)
      return Expansion(high: high, middle: middle, low: Double(rest - Self(middle)))
    }
  }
#endif
