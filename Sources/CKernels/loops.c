#include "CKernels.h"
#include "per_processor.h"
#include <string.h>
#pragma clang fp contract(fast) reassociate(on)

CK_CLONES
double ck_sum_squares(ptrdiff_t n, const float *restrict x) {
  double sum = 0;
  for (ptrdiff_t j = 0; j < n; j++) sum += (double)x[j] * x[j];
  return sum;
}

CK_CLONES
double ck_sum_absolute(ptrdiff_t n, const float *restrict x) {
  double sum = 0;
  for (ptrdiff_t j = 0; j < n; j++) sum += (double)__builtin_fabsf(x[j]);
  return sum;
}

CK_CLONES
void ck_add(ptrdiff_t n, float *restrict y, const float *restrict x) {
  for (ptrdiff_t j = 0; j < n; j++) y[j] += x[j];
}

CK_CLONES
void ck_multiply(ptrdiff_t n, float *y, const float *x, const float *m) {
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) y[j] = x[j] * m[j];
}

CK_CLONES
void ck_multiply_add(ptrdiff_t n, float *restrict y, const float *restrict m,
                     const float *restrict x) {
  for (ptrdiff_t j = 0; j < n; j++) y[j] = y[j] * m[j] + x[j];
}

CK_CLONES
void ck_multiply_rows(ptrdiff_t rows, ptrdiff_t columns, float *y, const float *x,
                      const float *m) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *yr = y + r * columns;
    const float *xr = x + r * columns;
#pragma clang loop vectorize(assume_safety)
    for (ptrdiff_t j = 0; j < columns; j++) yr[j] = xr[j] * m[j];
  }
}

CK_CLONES
void ck_add_products(ptrdiff_t rows, ptrdiff_t columns, float *y, ptrdiff_t y_stride,
                     const float *x, ptrdiff_t x_stride, const float *m) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *yr = y + r * y_stride;
    const float *xr = x + r * x_stride;
#pragma clang loop vectorize(assume_safety)
    for (ptrdiff_t j = 0; j < columns; j++) yr[j] += xr[j] * m[j];
  }
}

CK_CLONES
void ck_column_dots(ptrdiff_t rows, ptrdiff_t columns, const float *x, ptrdiff_t x_stride,
                    const float *y, ptrdiff_t y_stride, float *sums, int accumulate) {
  if (!accumulate) memset(sums, 0, (size_t)columns * sizeof(float));
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *xr = x + r * x_stride, *yr = y + r * y_stride;
#pragma clang loop vectorize(assume_safety)
    for (ptrdiff_t j = 0; j < columns; j++) sums[j] += xr[j] * yr[j];
  }
}

CK_CLONES
void ck_scale(ptrdiff_t n, float *x, float factor) {
  for (ptrdiff_t j = 0; j < n; j++) x[j] *= factor;
}

CK_CLONES
void ck_add_sign(ptrdiff_t n, float *restrict y, const float *restrict g, float amount) {
  for (ptrdiff_t j = 0; j < n; j++) y[j] += g[j] > 0 ? amount : (g[j] < 0 ? -amount : 0.0f);
}

CK_CLONES
void ck_add_scaled(ptrdiff_t n, float *restrict y, const float *restrict x, float factor) {
  for (ptrdiff_t j = 0; j < n; j++) y[j] += factor * x[j];
}

CK_CLONES
void ck_penalty_gradient(ptrdiff_t n, float *restrict g, const float *restrict w, float l1,
                         float l2) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float sign = w[j] > 0 ? l1 : (w[j] < 0 ? -l1 : 0.0f);
    g[j] += sign + 2.0f * l2 * w[j];
  }
}

CK_CLONES
void ck_clamp(ptrdiff_t n, float *x, float limit) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float v = x[j] < -limit ? -limit : x[j];
    x[j] = v > limit ? limit : v;
  }
}

CK_INLINE void add_row(ptrdiff_t n, float *restrict to, const float *restrict from) {
  for (ptrdiff_t j = 0; j < n; j++) to[j] += from[j];
}

CK_CLONES
void ck_column_sums(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, const float *x,
                    float *sums, int accumulate) {
  if (!accumulate) memset(sums, 0, (size_t)columns * sizeof(float));
  for (ptrdiff_t r = 0; r < rows; r++) add_row(columns, sums, x + r * stride);
}

CK_CLONES
void ck_scatter_add(ptrdiff_t rows, ptrdiff_t columns, float *to, ptrdiff_t to_stride,
                    const int32_t *index, int32_t least, const float *from,
                    ptrdiff_t from_stride) {
  for (ptrdiff_t r = 0; r < rows; r++)
    if (index[r] >= least) add_row(columns, to + index[r] * to_stride, from + r * from_stride);
}

CK_CLONES
void ck_pack_transposed(ptrdiff_t columns, ptrdiff_t depth, const float *restrict from,
                        ptrdiff_t from_stride, float *restrict to, ptrdiff_t to_stride) {
  // Blocks of 16 x 16 keep both sides within a few cache lines.
  for (ptrdiff_t k0 = 0; k0 < depth; k0 += 16) {
    ptrdiff_t k1 = k0 + 16 < depth ? k0 + 16 : depth;
    for (ptrdiff_t j0 = 0; j0 < columns; j0 += 16) {
      ptrdiff_t j1 = j0 + 16 < columns ? j0 + 16 : columns;
      for (ptrdiff_t k = k0; k < k1; k++)
        for (ptrdiff_t j = j0; j < j1; j++) to[k * to_stride + j] = from[j * from_stride + k];
    }
  }
}
