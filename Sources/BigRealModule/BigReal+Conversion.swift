#if MPFR
  public import CMPFR

  /// From other numbers: exact where the precision suffices, and rounded once, ties to even, where it doesn't.
  extension BigReal {
    @inlinable public init(_ x: Double) { self = Self.make { _ = cmpfr_set_d($0, x, $1) } }
    @inlinable public init(_ x: Float) { self.init(Double(x)) }

    /// The number of another precision.
    @inlinable
    public init<let otherLimbs: Int, let otherBits: Int>(_ x: BigReal<otherLimbs, otherBits>) {
      self = Self.make { r, bits in x.withOperand { _ = cmpfr_set(r, $0, bits, otherBits) } }
    }

    @inlinable public init(_ n: Int) { self = Self.make { _ = cmpfr_set_si($0, n, $1) } }

    public init<Source: BinaryInteger>(_ n: Source) {
      if let n = Int(exactly: n) {
        self.init(n)
      } else {
        self = Self.parse(Self.hex(n), base: 16).value
      }
    }

    /// The integer if it needs no rounding.
    public init?<Source: BinaryInteger>(exactly n: Source) {
      let (value, isExact) = Self.parse(Self.hex(n), base: 16)
      guard isExact else { return nil }
      self = value
    }

    private static func hex(_ n: some BinaryInteger) -> String {
      (n < 0 ? "-" : "") + String(n.magnitude, radix: 16)
    }

    /// The number if it needs no rounding; NaN is never exact.
    public init?(exactly x: Double) {
      self.init(x)
      guard Double(self) == x else { return nil }
    }

    /// The number if it needs no rounding; NaN is never exact.
    public init?(exactly x: Float) { self.init(exactly: Double(x)) }

    /// The number if it needs no rounding; NaN is never exact.
    public init?<let otherLimbs: Int, let otherBits: Int>(exactly x: BigReal<otherLimbs, otherBits>) {
      self.init(x)
      guard BigReal<otherLimbs, otherBits>(self) == x else { return nil }
    }
  }

  extension Double {
    /// The nearest Double, ties to even; subnormal or infinite where the number asks for it.
    @inlinable
    public init<let limbs: Int, let bits: Int>(_ x: BigReal<limbs, bits>) {
      self = x.withOperand { cmpfr_get_d($0, bits) }
    }

    /// The number if it is a Double; NaN is never exact.
    public init?<let limbs: Int, let bits: Int>(exactly x: BigReal<limbs, bits>) {
      self.init(x)
      guard BigReal<limbs, bits>(self) == x else { return nil }
    }
  }

  extension Float {
    /// The nearest Float, ties to even; subnormal or infinite where the number asks for it.
    @inlinable
    public init<let limbs: Int, let bits: Int>(_ x: BigReal<limbs, bits>) {
      self = x.withOperand { cmpfr_get_flt($0, bits) }
    }

    /// The number if it is a Float; NaN is never exact.
    public init?<let limbs: Int, let bits: Int>(exactly x: BigReal<limbs, bits>) {
      self.init(x)
      guard BigReal<limbs, bits>(self) == x else { return nil }
    }
  }

  #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    extension BigReal {
      @inlinable public init(_ x: Float16) { self.init(Double(x)) }

      /// The number if it needs no rounding; NaN is never exact.
      public init?(exactly x: Float16) { self.init(exactly: Double(x)) }
    }

    extension Float16 {
      /// The nearest Float16, ties to even; subnormal or infinite where the number asks for it.
      ///
      /// MPFR has no such conversion, and going through Double would round twice: a number just past the middle of two
      /// Float16s can become the middle first. So the Double is rounded to odd, which the second rounding can't mistake.
      @inlinable
      public init<let limbs: Int, let bits: Int>(_ x: BigReal<limbs, bits>) {
        let nearest = Double(x)
        let back = BigReal<limbs, bits>(nearest)
        if bits <= 53 || !nearest.isFinite || back == x {
          self.init(nearest)
        } else {
          let isPast = back.magnitude > x.magnitude
          let truncated = isPast ? (nearest > 0 ? nearest.nextDown : nearest.nextUp) : nearest
          self.init(Double(bitPattern: truncated.bitPattern | 1))
        }
      }

      /// The number if it is a Float16; NaN is never exact.
      public init?<let limbs: Int, let bits: Int>(exactly x: BigReal<limbs, bits>) {
        self.init(x)
        guard BigReal<limbs, bits>(self) == x else { return nil }
      }
    }
  #endif
#endif
