// MPFR on numbers that own their limbs.
//
// MPFR's mpfr_t points at limbs somewhere else. A cmpfr value is the exponent, the sign and the limbs in one piece, as
// Swift's BigReal lays them out; each function here builds the mpfr_t views it needs on the stack, which is what MPFR's
// custom interface does, and calls MPFR. Nothing is allocated.
//
// All roundings are to nearest, ties to even. The precision is passed in bits and must fit the limbs.
#ifndef CMPFR_H
#define CMPFR_H

#include <mpfr.h>
#include <stddef.h>

/// How every value begins; the limbs follow.
typedef struct {
  mpfr_exp_t exponent;
  long sign;
  mp_limb_t limbs[1];
} cmpfr_t;

// A view of a value to read from, and one to write to. A result may be one of the operands.
#define CMPFR_VIEW(name, value)                         \
  mpfr_t name;                                          \
  name->_mpfr_prec = precision;                         \
  name->_mpfr_sign = (mpfr_sign_t)(value)->sign;        \
  name->_mpfr_exp = (value)->exponent;                  \
  name->_mpfr_d = (mp_limb_t *)(value)->limbs;
#define CMPFR_RESULT(name, value)                       \
  mpfr_t name;                                          \
  name->_mpfr_prec = precision;                         \
  name->_mpfr_sign = 1;                                 \
  name->_mpfr_exp = __MPFR_EXP_ZERO;                    \
  name->_mpfr_d = (value)->limbs;
#define CMPFR_STORE(value, name)                        \
  (value)->exponent = name->_mpfr_exp;                  \
  (value)->sign = name->_mpfr_sign;

#define CMPFR_BINARY(f)                                                                           \
  static inline int cmpfr_##f(cmpfr_t *r, const cmpfr_t *a, const cmpfr_t *b, long precision) {   \
    CMPFR_VIEW(x, a) CMPFR_VIEW(y, b) CMPFR_RESULT(z, r)                                          \
    int t = mpfr_##f(z, x, y, MPFR_RNDN);                                                         \
    CMPFR_STORE(r, z)                                                                             \
    return t;                                                                                     \
  }
#define CMPFR_UNARY(f)                                                          \
  static inline int cmpfr_##f(cmpfr_t *r, const cmpfr_t *a, long precision) {   \
    CMPFR_VIEW(x, a) CMPFR_RESULT(z, r)                                         \
    int t = mpfr_##f(z, x, MPFR_RNDN);                                          \
    CMPFR_STORE(r, z)                                                           \
    return t;                                                                   \
  }
#define CMPFR_WITH_LONG(f)                                                              \
  static inline int cmpfr_##f(cmpfr_t *r, const cmpfr_t *a, long n, long precision) {   \
    CMPFR_VIEW(x, a) CMPFR_RESULT(z, r)                                                 \
    int t = mpfr_##f(z, x, n, MPFR_RNDN);                                               \
    CMPFR_STORE(r, z)                                                                   \
    return t;                                                                           \
  }
#define CMPFR_PREDICATE(f)                                                          \
  static inline int cmpfr_##f(const cmpfr_t *a, const cmpfr_t *b, long precision) { \
    CMPFR_VIEW(x, a) CMPFR_VIEW(y, b)                                               \
    return mpfr_##f(x, y);                                                          \
  }
#define CMPFR_ROUND(f)                                                        \
  static inline int cmpfr_##f(cmpfr_t *r, const cmpfr_t *a, long precision) { \
    CMPFR_VIEW(x, a) CMPFR_RESULT(z, r)                                       \
    int t = mpfr_##f(z, x);                                                   \
    CMPFR_STORE(r, z)                                                         \
    return t;                                                                 \
  }

CMPFR_BINARY(add) CMPFR_BINARY(sub) CMPFR_BINARY(mul) CMPFR_BINARY(div)
CMPFR_BINARY(remainder) CMPFR_BINARY(fmod) CMPFR_BINARY(pow) CMPFR_BINARY(atan2) CMPFR_BINARY(hypot)
CMPFR_UNARY(sqrt) CMPFR_UNARY(exp) CMPFR_UNARY(expm1) CMPFR_UNARY(exp2) CMPFR_UNARY(exp10)
CMPFR_UNARY(log) CMPFR_UNARY(log1p) CMPFR_UNARY(log2) CMPFR_UNARY(log10)
CMPFR_UNARY(sin) CMPFR_UNARY(cos) CMPFR_UNARY(tan) CMPFR_UNARY(asin) CMPFR_UNARY(acos) CMPFR_UNARY(atan)
CMPFR_UNARY(sinh) CMPFR_UNARY(cosh) CMPFR_UNARY(tanh) CMPFR_UNARY(asinh) CMPFR_UNARY(acosh) CMPFR_UNARY(atanh)
CMPFR_UNARY(erf) CMPFR_UNARY(erfc) CMPFR_UNARY(gamma)
CMPFR_WITH_LONG(pow_si) CMPFR_WITH_LONG(rootn_si) CMPFR_WITH_LONG(mul_2si)
CMPFR_PREDICATE(less_p) CMPFR_PREDICATE(lessequal_p) CMPFR_PREDICATE(equal_p) CMPFR_PREDICATE(total_order_p)
CMPFR_ROUND(roundeven) CMPFR_ROUND(round) CMPFR_ROUND(trunc) CMPFR_ROUND(ceil) CMPFR_ROUND(floor)

static inline int cmpfr_rint_away(cmpfr_t *r, const cmpfr_t *a, long precision) {
  CMPFR_VIEW(x, a) CMPFR_RESULT(z, r)
  int t = mpfr_rint(z, x, MPFR_RNDA);
  CMPFR_STORE(r, z)
  return t;
}

static inline int cmpfr_fma(cmpfr_t *r, const cmpfr_t *a, const cmpfr_t *b, const cmpfr_t *c, long precision) {
  CMPFR_VIEW(x, a) CMPFR_VIEW(y, b) CMPFR_VIEW(w, c) CMPFR_RESULT(z, r)
  int t = mpfr_fma(z, x, y, w, MPFR_RNDN);
  CMPFR_STORE(r, z)
  return t;
}

/// log|Γ(a)|.
static inline int cmpfr_lgamma(cmpfr_t *r, const cmpfr_t *a, long precision) {
  CMPFR_VIEW(x, a) CMPFR_RESULT(z, r)
  int sign;
  int t = mpfr_lgamma(z, &sign, x, MPFR_RNDN);
  CMPFR_STORE(r, z)
  return t;
}

static inline void cmpfr_nextabove(cmpfr_t *r, long precision) {
  CMPFR_VIEW(z, r)
  mpfr_nextabove(z);
  CMPFR_STORE(r, z)
}

static inline void cmpfr_nextbelow(cmpfr_t *r, long precision) {
  CMPFR_VIEW(z, r)
  mpfr_nextbelow(z);
  CMPFR_STORE(r, z)
}

/// π rounded towards zero, as swift-numerics defines it.
static inline void cmpfr_pi(cmpfr_t *r, long precision) {
  CMPFR_RESULT(z, r)
  mpfr_const_pi(z, MPFR_RNDZ);
  CMPFR_STORE(r, z)
}

/// The largest finite number.
static inline void cmpfr_greatest(cmpfr_t *r, long precision) {
  CMPFR_RESULT(z, r)
  mpfr_set_inf(z, 1);
  mpfr_nextbelow(z);
  CMPFR_STORE(r, z)
}

/// The least positive number; MPFR has no subnormals.
static inline void cmpfr_least(cmpfr_t *r, long precision) {
  CMPFR_RESULT(z, r)
  mpfr_set_zero(z, 1);
  mpfr_nextabove(z);
  CMPFR_STORE(r, z)
}

// Conversions return 0 if they were exact.

static inline int cmpfr_set_si(cmpfr_t *r, long n, long precision) {
  CMPFR_RESULT(z, r)
  int t = mpfr_set_si(z, n, MPFR_RNDN);
  CMPFR_STORE(r, z)
  return t;
}

static inline int cmpfr_set_d(cmpfr_t *r, double x, long precision) {
  CMPFR_RESULT(z, r)
  int t = mpfr_set_d(z, x, MPFR_RNDN);
  CMPFR_STORE(r, z)
  return t;
}

/// A value of another precision.
static inline int cmpfr_set(cmpfr_t *r, const cmpfr_t *a, long precision, long sourcePrecision) {
  CMPFR_VIEW(x, a) CMPFR_RESULT(z, r)
  x->_mpfr_prec = sourcePrecision;
  int t = mpfr_set(z, x, MPFR_RNDN);
  CMPFR_STORE(r, z)
  return t;
}

/// Reads a number in a base from 2 to 36, or 0 for C's prefixes; `*end` is where it stops.
static inline int cmpfr_parse(cmpfr_t *r, const char *text, char **end, int base, long precision) {
  CMPFR_RESULT(z, r)
  int t = mpfr_strtofr(z, text, end, base, MPFR_RNDN);
  CMPFR_STORE(r, z)
  return t;
}

static inline double cmpfr_get_d(const cmpfr_t *a, long precision) {
  CMPFR_VIEW(x, a)
  return mpfr_get_d(x, MPFR_RNDN);
}

static inline float cmpfr_get_flt(const cmpfr_t *a, long precision) {
  CMPFR_VIEW(x, a)
  return mpfr_get_flt(x, MPFR_RNDN);
}

/// The digits of |a| in a base, without a point; `*exponent` is the place of the point from the left.
/// `count` 0 asks for as many as it takes to read the number back. The buffer must hold them and a terminator.
static inline char *cmpfr_digits(
    char *buffer, mpfr_exp_t *exponent, int base, size_t count, const cmpfr_t *a, mpfr_rnd_t rounding, long precision) {
  CMPFR_VIEW(x, a)
  return mpfr_get_str(buffer, exponent, base, count, x, rounding);
}

/// How many digits of a base it takes to read a number of that precision back.
static inline size_t cmpfr_digit_count(int base, long precision) {
  return mpfr_get_str_ndigits(base, precision);
}

static inline mpfr_exp_t cmpfr_exponent_of_zero(void) { return __MPFR_EXP_ZERO; }
static inline mpfr_exp_t cmpfr_exponent_of_infinity(void) { return __MPFR_EXP_INF; }
static inline mpfr_exp_t cmpfr_exponent_of_nan(void) { return __MPFR_EXP_NAN; }

#include "cmpfr_inline.h"

#endif
