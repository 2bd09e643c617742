#include "CKernels.h"
#include "per_processor.h"
#include <math.h>
#pragma clang fp contract(fast) reassociate(on)

CK_INLINE void shares_row(ptrdiff_t n, const float *restrict x, float low, float high,
                          double *restrict sums) {
  int32_t below = 0, above = 0;
  float sum = 0;
  for (ptrdiff_t j = 0; j < n; j++) {
    below += x[j] < low;
    above += x[j] > high;
    sum += x[j];
  }
  sums[0] += below;
  sums[1] += above;
  sums[2] += (double)sum;
}

CK_CLONES
void ck_shares(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, const float *x, float low,
               float high, double *sums) {
  for (ptrdiff_t r = 0; r < rows; r++) shares_row(columns, x + r * stride, low, high, sums);
}

CK_INLINE void range_row(ptrdiff_t n, const float *restrict x, float *restrict low,
                         float *restrict high) {
  for (ptrdiff_t j = 0; j < n; j++) {
    low[j] = x[j] < low[j] ? x[j] : low[j];
    high[j] = x[j] > high[j] ? x[j] : high[j];
  }
}

CK_CLONES
void ck_column_ranges(ptrdiff_t rows, ptrdiff_t columns, const float *x, float *low, float *high) {
  for (ptrdiff_t r = 0; r < rows; r++) range_row(columns, x + r * columns, low, high);
}

CK_CLONES
double ck_squared_distance(ptrdiff_t n, const float *restrict x, const float *restrict y) {
  double sum = 0;
  for (ptrdiff_t j = 0; j < n; j++) {
    double d = (double)x[j] - (double)y[j];
    sum += d * d;
  }
  return sum;
}

CK_CLONES
void ck_norm_histogram(ptrdiff_t n, const double *squares, const double *more, int64_t *counts) {
  for (ptrdiff_t j = 0; j < n; j++) {
    double x = more ? squares[j] + more[j] : squares[j];
    ptrdiff_t place;
    if (x != x) {
      place = 35;
    } else if (x == 0) {
      place = 32;
    } else {
      // Half a decade of the norm is a decade of its square: bin = floor(log10(square)) + 24.
      double l = log10(x) + 24;
      place = l < 0 ? 33 : (l >= 32 ? 34 : (ptrdiff_t)l);
    }
    counts[place]++;
  }
}
