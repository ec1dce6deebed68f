// Addition, subtraction and multiplication without a call.
//
// MPFR's own code is fast, but a call needs the address of each operand, and an address makes the compiler copy the
// operand to the stack first; at 511 bits that cost half as much as MPFR's addition. What follows keeps the common case
// in registers: regular numbers (not zero, infinite or NaN) of one sign to add or subtract, up to four limbs to
// multiply. Everything else is MPFR's. All are correctly rounded, to nearest with ties to even, and are tested against
// exact integer arithmetic.
#ifndef CMPFR_INLINE_H
#define CMPFR_INLINE_H

// Only when it is inlined does the precision become a constant, the loops straight code, and the limbs registers.
#define CMPFR_INLINE static inline __attribute__((always_inline))

#if GMP_NUMB_BITS == 64 && defined(__SIZEOF_INT128__)
#define CMPFR_HAS_INLINE 1
typedef unsigned __int128 cmpfr_wide;
enum { cmpfr_most_limbs = 8, cmpfr_most_limbs_to_multiply = 4 };

CMPFR_INLINE int cmpfr_is_regular(const cmpfr_t *a) { return a->exponent > __MPFR_EXP_INF; }

CMPFR_INLINE int cmpfr_is_in_range(mpfr_exp_t e) { return e > MPFR_EMIN_DEFAULT && e < MPFR_EMAX_DEFAULT; }

/// Rounds the n limbs `v`, whose highest bit is set, to the precision; `below` stands for all bits under them, its
/// highest bit for the first and the others for whether more follow. Returns what to add to the exponent.
CMPFR_INLINE int cmpfr_round_limbs(mp_limb_t *v, long n, mp_limb_t below, long precision) {
  int unused = (int)(64 * n - precision);
  mp_limb_t half, rest, unit;
  if (unused == 0) {
    half = below >> 63;
    rest = below << 1;
    unit = 1;
  } else {
    unit = (mp_limb_t)1 << unused;
    half = v[0] & (unit >> 1);
    rest = (v[0] & ((unit >> 1) - 1)) | below;
    v[0] &= ~(unit - 1);
  }
  if (half == 0 || (rest == 0 && (v[0] & unit) == 0)) return 0;
  cmpfr_wide carry = unit;
  for (long i = 0; i < n; i++) {
    carry += v[i];
    v[i] = (mp_limb_t)carry;
    carry >>= 64;
  }
  if (carry == 0) return 0;
  v[n - 1] = (mp_limb_t)1 << 63;
  return 1;
}

/// a + b for regular numbers of one sign whose exponents differ by less than 64; returns 0 otherwise, or if the result
/// is out of range, and has then written nothing.
CMPFR_INLINE int cmpfr_add_regular(cmpfr_t *r, const cmpfr_t *a, const cmpfr_t *b, long precision) {
  long n = (precision + 63) / 64;
  // x is the one with the larger exponent, y the one that is shifted.
  mp_limb_t x[cmpfr_most_limbs], y[cmpfr_most_limbs + 1];
  mpfr_exp_t exponent, difference;
  if (a->exponent >= b->exponent) {
    exponent = a->exponent;
    difference = exponent - b->exponent;
    for (long i = 0; i < n; i++) { x[i] = a->limbs[i]; y[i] = b->limbs[i]; }
  } else {
    exponent = b->exponent;
    difference = exponent - a->exponent;
    for (long i = 0; i < n; i++) { x[i] = b->limbs[i]; y[i] = a->limbs[i]; }
  }
  if (difference >= 64 || !cmpfr_is_in_range(exponent)) return 0;
  y[n] = 0;

  // Shifting by 63 − bits and then by one more is defined for bits = 0 as well.
  int bits = (int)difference;
  mp_limb_t below = y[0] << 1 << (63 - bits);
  cmpfr_wide carry = 0;
  for (long i = 0; i < n; i++) {
    carry += (cmpfr_wide)x[i] + (y[i] >> bits | y[i + 1] << 1 << (63 - bits));
    x[i] = (mp_limb_t)carry;
    carry >>= 64;
  }
  if (carry != 0) {
    below = below >> 1 | x[0] << 63;  // the bit that falls off is 0: y was shifted by less than 64
    for (long i = 0; i < n - 1; i++) x[i] = x[i] >> 1 | x[i + 1] << 63;
    x[n - 1] = x[n - 1] >> 1 | (mp_limb_t)1 << 63;
    exponent += 1;
  }
  r->exponent = exponent + cmpfr_round_limbs(x, n, below, precision);
  r->sign = a->sign;
  for (long i = 0; i < n; i++) r->limbs[i] = x[i];
  return 1;
}

/// a − b for regular numbers of one sign whose exponents differ by less than 64 and that don't cancel a whole limb;
/// returns 0 otherwise, or if the result is out of range, and has then written nothing.
CMPFR_INLINE int cmpfr_sub_regular(cmpfr_t *r, const cmpfr_t *a, const cmpfr_t *b, long precision) {
  long n = (precision + 63) / 64;
  // x is the one with the larger magnitude, y the one that is shifted and subtracted.
  mp_limb_t x[cmpfr_most_limbs], y[cmpfr_most_limbs + 1];
  mpfr_exp_t exponent, difference;
  long sign = a->sign;
  // Where exponents and highest limbs are equal a whole limb cancels, which is found out below.
  if (a->exponent > b->exponent || (a->exponent == b->exponent && a->limbs[n - 1] >= b->limbs[n - 1])) {
    exponent = a->exponent;
    difference = exponent - b->exponent;
    for (long i = 0; i < n; i++) { x[i] = a->limbs[i]; y[i] = b->limbs[i]; }
  } else {
    exponent = b->exponent;
    difference = exponent - a->exponent;
    sign = -sign;
    for (long i = 0; i < n; i++) { x[i] = b->limbs[i]; y[i] = a->limbs[i]; }
  }
  if (difference >= 64 || !cmpfr_is_in_range(exponent) || !cmpfr_is_in_range(exponent - 63)) return 0;
  y[n] = 0;

  // With the limb that y was shifted into, the difference is exact.
  int bits = (int)difference;
  mp_limb_t below = -(y[0] << 1 << (63 - bits));
  mp_limb_t borrow = below != 0;
  for (long i = 0; i < n; i++) {
    cmpfr_wide t = (cmpfr_wide)x[i] - (y[i] >> bits | y[i + 1] << 1 << (63 - bits)) - borrow;
    x[i] = (mp_limb_t)t;
    borrow = (mp_limb_t)(t >> 64) & 1;
  }
  if (borrow != 0 || x[n - 1] == 0) return 0;
  int zeros = __builtin_clzll(x[n - 1]);
  for (long i = n - 1; i > 0; i--) x[i] = x[i] << zeros | x[i - 1] >> 1 >> (63 - zeros);
  x[0] = x[0] << zeros | below >> 1 >> (63 - zeros);
  below <<= zeros;
  r->exponent = exponent - zeros + cmpfr_round_limbs(x, n, below, precision);
  r->sign = sign;
  for (long i = 0; i < n; i++) r->limbs[i] = x[i];
  return 1;
}

/// a · b for regular numbers; returns 0 if the result is out of range, and has then written nothing.
CMPFR_INLINE int cmpfr_mul_regular(cmpfr_t *r, const cmpfr_t *a, const cmpfr_t *b, long precision) {
  long n = (precision + 63) / 64;
  mpfr_exp_t exponent = a->exponent + b->exponent;
  if (!cmpfr_is_in_range(exponent) || !cmpfr_is_in_range(exponent - 1)) return 0;
  mp_limb_t product[2 * cmpfr_most_limbs_to_multiply];
  for (long i = 0; i < n; i++) product[i] = 0;
  for (long i = 0; i < n; i++) {
    mp_limb_t carry = 0;
    for (long j = 0; j < n; j++) {
      cmpfr_wide t = (cmpfr_wide)a->limbs[i] * b->limbs[j] + product[i + j] + carry;
      product[i + j] = (mp_limb_t)t;
      carry = (mp_limb_t)(t >> 64);
    }
    product[i + n] = carry;
  }
  // The product of two significands in [½, 1) may start with one zero.
  if (product[2 * n - 1] >> 63 == 0) {
    for (long i = 2 * n - 1; i > 0; i--) product[i] = product[i] << 1 | product[i - 1] >> 63;
    product[0] <<= 1;
    exponent -= 1;
  }
  mp_limb_t more = 0;
  for (long i = 0; i < n - 1; i++) more |= product[i];
  exponent += cmpfr_round_limbs(product + n, n, product[n - 1] | (more != 0), precision);
  r->exponent = exponent;
  r->sign = a->sign * b->sign;
  for (long i = 0; i < n; i++) r->limbs[i] = product[n + i];
  return 1;
}
#endif

// What BigReal calls: 1 if the operation could be done here, else 0, and nothing is written.
#ifdef CMPFR_HAS_INLINE
#define CMPFR_TRY(name, most, condition)                                                              \
  CMPFR_INLINE int cmpfr_try_##name(cmpfr_t *r, const cmpfr_t *a, const cmpfr_t *b, long precision) { \
    return precision <= 64 * (most) && cmpfr_is_regular(a) && cmpfr_is_regular(b) && (condition) &&   \
           cmpfr_##name##_regular(r, a, b, precision);                                                \
  }
#else
#define CMPFR_TRY(name, most, condition)                                                              \
  CMPFR_INLINE int cmpfr_try_##name(cmpfr_t *r, const cmpfr_t *a, const cmpfr_t *b, long precision) { \
    return 0;                                                                                         \
  }
#endif
CMPFR_TRY(add, cmpfr_most_limbs, a->sign == b->sign)
CMPFR_TRY(sub, cmpfr_most_limbs, a->sign == b->sign)
CMPFR_TRY(mul, cmpfr_most_limbs_to_multiply, 1)

#endif
