#if MPFR
  public import CMPFR

  /// Calls into MPFR.
  extension BigReal {
    @usableFromInline typealias Result = UnsafeMutablePointer<cmpfr_t>
    @usableFromInline typealias Operand = UnsafePointer<cmpfr_t>

    @inlinable @inline(__always)
    static func make(_ f: (Result, Int) -> Void) -> Self {
      var r = Self()
      withUnsafeMutablePointer(to: &r) { r in
        f(UnsafeMutableRawPointer(r).assumingMemoryBound(to: cmpfr_t.self), bits)
      }
      return r
    }

    @inlinable @inline(__always)
    static func unary(_ a: Self, _ f: (Result, Operand, Int) -> Int32) -> Self {
      make { r, bits in a.withOperand { a in _ = f(r, a, bits) } }
    }

    @inlinable @inline(__always)
    static func binary(_ a: Self, _ b: Self, _ f: (Result, Operand, Operand, Int) -> Int32) -> Self {
      // In place on a copy: a result of its own would be cleared first, and the copy is needed anyway.
      var r = a
      r.update(with: b, f)
      return r
    }

    /// f(a, b) by `fast`, which is inlined and may decline by returning 0, or else by `slow`.
    @inlinable @inline(__always)
    static func binary(
      _ a: Self, _ b: Self, fast: (Result, Operand, Operand, Int) -> Int32, slow: (Self, Self) -> Self
    ) -> Self {
      var r = Self()
      let isDone = r.withResult { r in a.withOperand { a in b.withOperand { b in fast(r, a, b, bits) != 0 } } }
      return isDone ? r : slow(a, b)
    }

    // What is left of a sum is often a difference that can be computed without MPFR, and the other way round. Behind a
    // call, so that a sum is not two long inlined paths.
    @inlinable @inline(never)
    static func slowSum(_ a: Self, _ b: Self) -> Self {
      binary(a, -b, fast: cmpfr_try_sub) { a, minusB in binary(a, -minusB, cmpfr_add) }
    }
    @inlinable @inline(never)
    static func slowDifference(_ a: Self, _ b: Self) -> Self {
      binary(a, -b, fast: cmpfr_try_add) { a, minusB in binary(a, -minusB, cmpfr_sub) }
    }
    @inlinable @inline(never)
    static func slowProduct(_ a: Self, _ b: Self) -> Self { binary(a, b, cmpfr_mul) }

    @inlinable @inline(__always)
    static func test(_ a: Self, _ b: Self, _ f: (Operand, Operand, Int) -> Int32) -> Bool {
      a.withOperand { a in b.withOperand { b in f(a, b, bits) != 0 } }
    }

    @inlinable @inline(__always)
    func withOperand<T>(_ body: (Operand) -> T) -> T {
      withUnsafePointer(to: self) { body(UnsafeRawPointer($0).assumingMemoryBound(to: cmpfr_t.self)) }
    }

    @inlinable @inline(__always)
    mutating func withResult<T>(_ body: (Result) -> T) -> T {
      withUnsafeMutablePointer(to: &self) { body(UnsafeMutableRawPointer($0).assumingMemoryBound(to: cmpfr_t.self)) }
    }

    /// self = f(self, b), in place: MPFR allows a result to be an operand.
    @inlinable @inline(__always)
    mutating func update(with b: Self, _ f: (Result, Operand, Operand, Int) -> Int32) {
      withResult { r in b.withOperand { b in _ = f(r, Operand(r), b, bits) } }
    }
  }
#endif
