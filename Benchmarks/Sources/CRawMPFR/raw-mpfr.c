#include "raw-mpfr.h"

#include <mpfr.h>
#include <stdlib.h>

struct raw_arrays {
  size_t count;
  mpfr_t *a, *b, *c;
};

raw_arrays *raw_create(size_t count, long bits, const double *a, const double *b) {
  raw_arrays *r = malloc(sizeof *r);
  r->count = count;
  r->a = malloc(count * sizeof *r->a);
  r->b = malloc(count * sizeof *r->b);
  r->c = malloc(count * sizeof *r->c);
  for (size_t i = 0; i < count; i++) {
    mpfr_init2(r->a[i], bits);
    mpfr_init2(r->b[i], bits);
    mpfr_init2(r->c[i], bits);
    mpfr_set_d(r->a[i], a[i], MPFR_RNDN);
    mpfr_set_d(r->b[i], b[i], MPFR_RNDN);
    mpfr_sqrt(r->a[i], r->a[i], MPFR_RNDN);
    mpfr_sqrt(r->b[i], r->b[i], MPFR_RNDN);
    mpfr_set_zero(r->c[i], 1);
  }
  return r;
}

void raw_destroy(raw_arrays *r) {
  for (size_t i = 0; i < r->count; i++) mpfr_clears(r->a[i], r->b[i], r->c[i], (mpfr_ptr)0);
  free(r->a);
  free(r->b);
  free(r->c);
  free(r);
}

void raw_run(raw_arrays *r, raw_operation operation) {
  const size_t n = r->count;
  mpfr_t *a = r->a, *b = r->b, *c = r->c;
  switch (operation) {
    case RAW_ADD: for (size_t i = 0; i < n; i++) mpfr_add(c[i], a[i], b[i], MPFR_RNDN); break;
    case RAW_SUB: for (size_t i = 0; i < n; i++) mpfr_sub(c[i], a[i], b[i], MPFR_RNDN); break;
    case RAW_MUL: for (size_t i = 0; i < n; i++) mpfr_mul(c[i], a[i], b[i], MPFR_RNDN); break;
    case RAW_DIV: for (size_t i = 0; i < n; i++) mpfr_div(c[i], a[i], b[i], MPFR_RNDN); break;
    case RAW_SQRT: for (size_t i = 0; i < n; i++) mpfr_sqrt(c[i], a[i], MPFR_RNDN); break;
    case RAW_FMA: for (size_t i = 0; i < n; i++) mpfr_fma(c[i], a[i], b[i], a[i], MPFR_RNDN); break;
    case RAW_EXP: for (size_t i = 0; i < n; i++) mpfr_exp(c[i], a[i], MPFR_RNDN); break;
    case RAW_LOG: for (size_t i = 0; i < n; i++) mpfr_log(c[i], a[i], MPFR_RNDN); break;
  }
}

void raw_result(const raw_arrays *r, size_t i, char *text, size_t size) {
  mpfr_snprintf(text, size, "%Ra", r->c[i]);
}
