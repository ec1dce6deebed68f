#ifndef HAND_CAME_H
#define HAND_CAME_H
#include <stddef.h>

// One step of CAME in C, written by hand for one thread: what the Swift form is measured against.
//
// Four passes over a row-major n × m matrix whose m is a multiple of 16; sums in 16 lanes a row. The arithmetic is that of
// the means form, but not the order of its sums, so that only the last bits differ.
typedef struct {
  float learning_rate, beta1, beta2, beta3, epsilon1, epsilon2, clip_threshold, weight_decay;
} hand_came_constants;

// `scratch` has room for n + 2m floats.
void hand_came_step(
  float *restrict parameter, const float *restrict gradient, float *restrict momentum, float *restrict r,
  float *restrict c, float *restrict R, float *restrict C, float *restrict scratch, size_t n, size_t m,
  const hand_came_constants *k);

// a = b + scale · c over floats: what memory gives to two reads and a write.
void hand_triad(float *restrict a, const float *restrict b, const float *restrict c, float scale, size_t count);

#endif
