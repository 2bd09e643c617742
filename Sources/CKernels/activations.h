// exp, sigmoid and tanh as straight arithmetic, so that loops over them vectorize.
// Fused multiply-add is allowed; reassociation is not (the rounding tricks depend on the order).
#pragma once
#include <stdint.h>
#include <string.h>
#include "per_processor.h"
#pragma clang fp contract(fast)

// exp(x), relative error about 1e-7; clamped to [-87, 88] so that the result stays normal.
// Cody-Waite reduction to |r| <= ln 2 / 2 and a polynomial. The comparison form lets NaN pass.
CK_INLINE float ck_exp(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  const float magic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
  float shifted = x * 1.44269504089f + magic;
  int32_t bits;
  memcpy(&bits, &shifted, 4);
  float n = shifted - magic;
  float r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  // The low bits of `shifted` are n plus a constant that leaves with the shift.
  uint32_t power = ((uint32_t)bits << 23) + 0x3f800000u;
  float scale;
  memcpy(&scale, &power, 4);
  return p * scale;
}

CK_INLINE float ck_sigmoid(float x) { return 1.0f / (1.0f + ck_exp(-x)); }

// Odd polynomial below 0.625 (keeps the relative error small near 0), else 1 - 2 / (1 + exp 2x).
CK_INLINE float ck_tanh(float x) {
  float a = x < 0.0f ? -x : x;
  float e = 1.0f - 2.0f / (1.0f + ck_exp(2.0f * a));
  float big = x < 0.0f ? -e : e;
  float s = x * x;
  float p = -5.70498872745e-3f;
  p = p * s + 2.06390887954e-2f;
  p = p * s - 5.37397155531e-2f;
  p = p * s + 1.33314422036e-1f;
  p = p * s - 3.33332819422e-1f;
  float small = p * s * x + x;
  return a < 0.625f ? small : big;
}
