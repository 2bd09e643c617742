#include "CKernels.h"
#include "per_processor.h"
#include <string.h>
#pragma clang fp contract(fast)

// A 32-bit mixing function with good avalanche (two multiply-xorshift rounds), applied twice with
// the two halves of the key: every place has its own number, in whatever order they are computed.
CK_INLINE uint32_t mix(uint32_t x) {
  x ^= x >> 16;
  x *= 0x7feb352dU;
  x ^= x >> 15;
  x *= 0x846ca68bU;
  x ^= x >> 16;
  return x;
}

CK_CLONES
void ck_random_mask(ptrdiff_t n, float *restrict mask, uint64_t key, uint32_t first, float rate,
                    float chosen, float other) {
  uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32);
  int32_t limit = (int32_t)(rate * 16777216.0f);
  for (ptrdiff_t j = 0; j < n; j++) {
    uint32_t u = mix(mix(first + (uint32_t)j + low) ^ high);
    mask[j] = (int32_t)(u >> 8) < limit ? chosen : other;
  }
}

// log(x) for normal x > 0: exponent and the atanh series of the significand around 1.
CK_INLINE float log_normal(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  // Significand in [sqrt(1/2), sqrt 2).
  uint32_t shifted = bits - 0x3f3504f3u;
  float exponent = (float)((int32_t)shifted >> 23);
  uint32_t m = (shifted & 0x007fffffu) + 0x3f3504f3u;
  float y;
  memcpy(&y, &m, 4);
  float z = (y - 1.0f) / (y + 1.0f), s = z * z;
  float p = 0.22222222f;
  p = p * s + 0.28571429f;
  p = p * s + 0.4f;
  p = p * s + 0.66666667f;
  p = p * s + 2.0f;
  return exponent * 0.69314718f + z * p;
}

// The normal quantile by inverting erf (Giles, "Approximating the erfinv function", GPU Computing
// Gems 2011): two polynomials in w = -log(1 - x^2), chosen by w.
CK_INLINE float normal_quantile(float x) {
  float w = -log_normal((1.0f - x) * (1.0f + x));
  float v = w - 2.5f;
  float p = 2.81022636e-08f;
  p = 3.43273939e-07f + p * v;
  p = -3.5233877e-06f + p * v;
  p = -4.39150654e-06f + p * v;
  p = 0.00021858087f + p * v;
  p = -0.00125372503f + p * v;
  p = -0.00417768164f + p * v;
  p = 0.246640727f + p * v;
  p = 1.50140941f + p * v;
  float s = __builtin_elementwise_sqrt(w) - 3.0f;
  float q = -0.000200214257f;
  q = 0.000100950558f + q * s;
  q = 0.00134934322f + q * s;
  q = -0.00367342844f + q * s;
  q = 0.00573950773f + q * s;
  q = -0.0076224613f + q * s;
  q = 0.00943887047f + q * s;
  q = 1.00167406f + q * s;
  q = 2.83297682f + q * s;
  return 1.41421356f * x * (w < 5.0f ? p : q);
}

CK_CLONES
void ck_add_gaussian(ptrdiff_t n, float *restrict y, const float *restrict x, uint64_t key,
                     uint32_t first, float deviation) {
  uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32);
  for (ptrdiff_t j = 0; j < n; j++) {
    uint32_t u = mix(mix(first + (uint32_t)j + low) ^ high);
    // In (-1, 1), never at an end: odd multiples of 2^-24.
    float place = (float)(int32_t)((u >> 8) * 2 + 1) * 5.9604645e-8f - 1.0f;
    y[j] = x[j] + deviation * normal_quantile(place);
  }
}

CK_CLONES
void ck_blend(ptrdiff_t n, float *y, const float *old, const float *share) {
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) y[j] += share[j] * (old[j] - y[j]);
}

CK_CLONES
void ck_split(ptrdiff_t n, float *restrict d, const float *restrict share, float *restrict kept) {
  for (ptrdiff_t j = 0; j < n; j++) {
    kept[j] = share[j] * d[j];
    d[j] -= kept[j];
  }
}
