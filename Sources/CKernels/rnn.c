#include "CKernels.h"
#include "activations.h"
#pragma clang fp contract(fast)

CK_INLINE void forward_row(ptrdiff_t n, float *restrict a, const float *restrict b,
                           float *restrict h) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float y = ck_tanh(a[j] + b[j]);
    a[j] = y;
    h[j] = y;
  }
}

CK_CLONES
void ck_rnn_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias, float *h) {
  for (ptrdiff_t r = 0; r < rows; r++)
    forward_row(hidden, gates + r * hidden, bias, h + r * hidden);
}

// `a` and `d` may be the same memory: element j of one is read before element j of the other is
// written, which is all that `assume_safety` promises.
CK_INLINE double backward_row(ptrdiff_t n, const float *a, float *d, const float *above,
                              const float *next) {
#pragma clang fp reassociate(on)
  double sum = 0;
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) {
    float dh = above ? above[j] + next[j] : next[j];
    sum += (double)dh * dh;
    d[j] = dh * (1.0f - a[j] * a[j]);
  }
  return sum;
}

CK_CLONES
void ck_rnn_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                     const float *d_above, const float *d_h, double *norm_h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ptrdiff_t at = r * hidden;
    if (d_above)
      norm_h[r] = backward_row(hidden, gates + at, d_gates + at, d_above + at, d_h + at);
    else
      norm_h[r] = backward_row(hidden, gates + at, d_gates + at, NULL, d_h + at);
  }
}
