#include "hand_came.h"

#include <math.h>
#include <string.h>

typedef float lanes __attribute__((vector_size(64)));
typedef float unaligned_lanes __attribute__((vector_size(64), aligned(4)));

#define LOAD(p) (*(const unaligned_lanes *)(p))
#define STORE(p, v) (*(unaligned_lanes *)(p) = (v))

// By address: a vector by value would need the widest registers in its calling convention.
static inline float sum_of_lanes(const lanes *v) {
  float t[16];
  memcpy(t, v, 64);
  for (int half = 8; half; half >>= 1)
    for (int i = 0; i < half; i++) t[i] += t[i + half];
  return t[0];
}

// 1/√(r / mean r) and 1/√c.
static void reciprocal_roots(
  const float *restrict rows, const float *restrict columns, float *restrict a, float *restrict b, size_t n, size_t m) {
  float mean = 0;
  for (size_t i = 0; i < n; i++) mean += rows[i];
  mean /= (float)n;
  for (size_t i = 0; i < n; i++) a[i] = 1.0f / sqrtf(rows[i] / mean);
  for (size_t j = 0; j < m; j++) b[j] = 1.0f / sqrtf(columns[j]);
}

void hand_came_step(
  float *restrict parameter, const float *restrict gradient, float *restrict momentum, float *restrict r,
  float *restrict c, float *restrict R, float *restrict C, float *restrict scratch, size_t n, size_t m,
  const hand_came_constants *k) {
  float *sums = scratch, *a = scratch + m, *b = a + n;
  const float rest1 = 1.0f - k->beta1, rest2 = 1.0f - k->beta2, rest3 = 1.0f - k->beta3;

  memset(sums, 0, m * sizeof(float));
  for (size_t i = 0; i < n; i++) {
    const float *g = gradient + i * m;
    lanes sum = {0};
    for (size_t j = 0; j < m; j += 16) {
      lanes x = LOAD(g + j);
      lanes square = x * x + k->epsilon1;
      sum += square;
      STORE(sums + j, LOAD(sums + j) + square);
    }
    r[i] = k->beta2 * r[i] + rest2 * (sum_of_lanes(&sum) / (float)m);
  }
  for (size_t j = 0; j < m; j++) c[j] = k->beta2 * c[j] + rest2 * (sums[j] / (float)n);
  reciprocal_roots(r, c, a, b, n, m);

  double total = 0;
  for (size_t i = 0; i < n; i++) {
    const float *g = gradient + i * m;
    lanes sum = {0};
    for (size_t j = 0; j < m; j += 16) {
      lanes u = (a[i] * LOAD(b + j)) * LOAD(g + j);
      sum += u * u;
    }
    total += sum_of_lanes(&sum);
  }
  float scale = sqrtf((float)total) / sqrtf((float)(n * m)) / k->clip_threshold;
  if (scale < 1) scale = 1;

  memset(sums, 0, m * sizeof(float));
  for (size_t i = 0; i < n; i++) {
    const float *g = gradient + i * m;
    float *x = momentum + i * m;
    lanes sum = {0};
    for (size_t j = 0; j < m; j += 16) {
      lanes u = ((a[i] * LOAD(b + j)) * LOAD(g + j)) / scale;
      lanes average = k->beta1 * LOAD(x + j) + rest1 * u;
      STORE(x + j, average);
      lanes residual = u - average;
      lanes square = residual * residual + k->epsilon2;
      sum += square;
      STORE(sums + j, LOAD(sums + j) + square);
    }
    R[i] = k->beta3 * R[i] + rest3 * (sum_of_lanes(&sum) / (float)m);
  }
  for (size_t j = 0; j < m; j++) C[j] = k->beta3 * C[j] + rest3 * (sums[j] / (float)n);
  reciprocal_roots(R, C, a, b, n, m);

  const float decay = k->weight_decay * k->learning_rate;
  for (size_t i = 0; i < n; i++) {
    float *p = parameter + i * m;
    const float *x = momentum + i * m;
    for (size_t j = 0; j < m; j += 16) {
      lanes update = ((a[i] * LOAD(b + j)) * LOAD(x + j)) * k->learning_rate;
      lanes old = LOAD(p + j);
      STORE(p + j, (old - decay * old) - update);
    }
  }
}

void hand_triad(float *restrict a, const float *restrict b, const float *restrict c, float scale, size_t count) {
  for (size_t i = 0; i < count; i++) a[i] = b[i] + scale * c[i];
}
