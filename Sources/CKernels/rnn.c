#include "CKernels.h"
#include "activations.h"
#pragma clang fp contract(fast)

// One function per kind of activation: the choice is made once per call and every loop is plain.
#define FORWARD(NAME, F)                                                                           \
  CK_INLINE void NAME(ptrdiff_t n, float *restrict a, const float *restrict b, float slope,        \
                      float *restrict h) {                                                         \
    for (ptrdiff_t j = 0; j < n; j++) {                                                            \
      float x = a[j] + b[j];                                                                       \
      float y = F;                                                                                 \
      a[j] = y;                                                                                    \
      h[j] = y;                                                                                    \
    }                                                                                              \
  }
FORWARD(forward_tanh, ck_tanh(x))
FORWARD(forward_sigmoid, ck_sigmoid(x))
FORWARD(forward_relu, x < 0.0f ? 0.0f : x)
FORWARD(forward_leaky, x < 0.0f ? slope * x : x)

CK_CLONES
void ck_rnn_forward(ptrdiff_t rows, ptrdiff_t hidden, int activation, float slope, float *gates,
                    const float *bias, float *h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *a = gates + r * hidden, *y = h + r * hidden;
    switch (activation) {
    case CK_SIGMOID: forward_sigmoid(hidden, a, bias, slope, y); break;
    case CK_RELU: forward_relu(hidden, a, bias, slope, y); break;
    case CK_LEAKY_RELU: forward_leaky(hidden, a, bias, slope, y); break;
    default: forward_tanh(hidden, a, bias, slope, y);
    }
  }
}

// `a` and `d` may be the same memory: element j of one is read before element j of the other is
// written, which is all that `assume_safety` promises. Every derivative follows from the activation.
#define BACKWARD(NAME, D)                                                                          \
  CK_INLINE double NAME(ptrdiff_t n, const float *a, float *d, const float *above,                 \
                        const float *next, float slope) {                                          \
    _Pragma("clang fp reassociate(on)") double sum = 0;                                            \
    _Pragma("clang loop vectorize(assume_safety)") for (ptrdiff_t j = 0; j < n; j++) {             \
      float dh = above ? above[j] + next[j] : next[j];                                             \
      float y = a[j];                                                                              \
      sum += (double)dh * dh;                                                                      \
      d[j] = dh * (D);                                                                             \
    }                                                                                              \
    return sum;                                                                                    \
  }
BACKWARD(backward_tanh, 1.0f - y * y)
BACKWARD(backward_sigmoid, y * (1.0f - y))
BACKWARD(backward_relu, y > 0.0f ? 1.0f : 0.0f)
BACKWARD(backward_leaky, y > 0.0f ? 1.0f : slope)

CK_INLINE double backward_row(ptrdiff_t n, int activation, float slope, const float *a, float *d,
                              const float *above, const float *next) {
  switch (activation) {
  case CK_SIGMOID: return backward_sigmoid(n, a, d, above, next, slope);
  case CK_RELU: return backward_relu(n, a, d, above, next, slope);
  case CK_LEAKY_RELU: return backward_leaky(n, a, d, above, next, slope);
  default: return backward_tanh(n, a, d, above, next, slope);
  }
}

CK_CLONES
void ck_rnn_backward(ptrdiff_t rows, ptrdiff_t hidden, int activation, float slope,
                     const float *gates, float *d_gates, const float *d_above, const float *d_h,
                     double *norm_h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ptrdiff_t at = r * hidden;
    if (d_above)
      norm_h[r] = backward_row(hidden, activation, slope, gates + at, d_gates + at, d_above + at,
                               d_h + at);
    else
      norm_h[r] =
          backward_row(hidden, activation, slope, gates + at, d_gates + at, NULL, d_h + at);
  }
}

CK_CLONES
void ck_tanh_in_place(ptrdiff_t n, float *x) {
  for (ptrdiff_t j = 0; j < n; j++) x[j] = ck_tanh(x[j]);
}

CK_CLONES
void ck_tanh_backward(ptrdiff_t n, float *restrict d, const float *restrict y) {
  for (ptrdiff_t j = 0; j < n; j++) d[j] *= 1.0f - y[j] * y[j];
}
