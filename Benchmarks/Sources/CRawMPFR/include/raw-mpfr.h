// The loop that BigReal is measured against: arrays of mpfr_t, MPFR called directly.
#ifndef RAW_MPFR_H
#define RAW_MPFR_H

#include <stddef.h>

typedef enum {
  RAW_ADD, RAW_SUB, RAW_MUL, RAW_DIV, RAW_SQRT, RAW_FMA, RAW_EXP, RAW_LOG
} raw_operation;

/// Two arrays of operands and one of results.
typedef struct raw_arrays raw_arrays;

/// The roots of `a` and of `b`, which fill the whole precision.
raw_arrays *raw_create(size_t count, long bits, const double *a, const double *b);
void raw_destroy(raw_arrays *arrays);

/// c[i] = a[i] ∘ b[i]; for fma c[i] = a[i]·b[i] + a[i]; functions take a[i] alone.
void raw_run(raw_arrays *arrays, raw_operation operation);

/// c[i] in hexadecimal, exactly. The buffer must hold bits/4 + 32 characters.
void raw_result(const raw_arrays *arrays, size_t i, char *text, size_t size);

#endif
