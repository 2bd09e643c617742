#include "CKernels.h"
#include "activations.h"
#pragma clang fp contract(fast)

// x + 1/2 from 0 on, sigmoid(x) below: above 0 everywhere, which a logarithm would need.
CK_INLINE float positive(float x) {
  float low = ck_sigmoid(x);
  return x >= 0.0f ? x + 0.5f : low;
}

// By its value, which is 1/2 at x = 0.
CK_INLINE float positive_slope(float y) { return y >= 0.5f ? 1.0f : y * (1.0f - y); }

CK_INLINE void gru_row(ptrdiff_t n, float *restrict z, float *restrict c, const float *restrict b,
                       const float *restrict h_previous, float *restrict h) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float zt = ck_sigmoid(z[j] + b[j]);
    float ct = positive(c[j] + b[n + j]);
    z[j] = zt;
    c[j] = ct;
    h[j] = h_previous[j] + zt * (ct - h_previous[j]);
  }
}

CK_CLONES
void ck_min_gru_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                        const float *h_previous, float *h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *a = gates + r * 2 * hidden;
    gru_row(hidden, a, a + hidden, bias, h_previous + r * hidden, h + r * hidden);
  }
}

// The derivatives may replace the activations in place (see rnn.c on assume_safety).
CK_INLINE double gru_backward_row(ptrdiff_t n, const float *a, float *d, const float *h_previous,
                                  const float *above, float *d_h) {
#pragma clang fp reassociate(on)
  double sum = 0;
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) {
    float z = a[j], c = a[n + j];
    float dh = above ? above[j] + d_h[j] : d_h[j];
    sum += (double)dh * dh;
    d[j] = dh * (c - h_previous[j]) * z * (1.0f - z);
    d[n + j] = dh * z * positive_slope(c);
    d_h[j] = dh * (1.0f - z);
  }
  return sum;
}

CK_CLONES
void ck_min_gru_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                         const float *h_previous, const float *d_above, float *d_h,
                         double *norm_h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ptrdiff_t at = r * hidden;
    if (d_above)
      norm_h[r] = gru_backward_row(hidden, gates + 2 * at, d_gates + 2 * at, h_previous + at,
                                   d_above + at, d_h + at);
    else
      norm_h[r] = gru_backward_row(hidden, gates + 2 * at, d_gates + 2 * at, h_previous + at, NULL,
                                   d_h + at);
  }
}

CK_INLINE void lstm_row(ptrdiff_t n, float *restrict f, float *restrict i, float *restrict c,
                        const float *restrict b, const float *restrict h_previous,
                        float *restrict kept, float *restrict h) {
  for (ptrdiff_t j = 0; j < n; j++) {
    // 1 / f = 1 + exp(-x), 1 / i = 1 + exp(-y), both times exp(-top), so that neither overflows.
    float x = f[j] + b[j], y = i[j] + b[n + j];
    float top = x < y ? -x : -y;
    top = top > 0.0f ? top : 0.0f;
    float one = ck_exp(-top), of_f = one + ck_exp(-x - top), of_i = one + ck_exp(-y - top);
    float share = of_i / (of_f + of_i);
    float ct = positive(c[j] + b[2 * n + j]);
    f[j] = one / of_f;
    i[j] = one / of_i;
    c[j] = ct;
    kept[j] = share;
    h[j] = ct + share * (h_previous[j] - ct);
  }
}

CK_CLONES
void ck_min_lstm_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                         const float *h_previous, float *kept, float *h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *a = gates + r * 3 * hidden;
    lstm_row(hidden, a, a + hidden, a + 2 * hidden, bias, h_previous + r * hidden,
             kept + r * hidden, h + r * hidden);
  }
}

CK_INLINE double lstm_backward_row(ptrdiff_t n, const float *a, float *d, const float *h_previous,
                                   const float *kept, const float *above, float *d_h) {
#pragma clang fp reassociate(on)
  double sum = 0;
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) {
    float f = a[j], i = a[n + j], c = a[2 * n + j];
    float share = kept[j];
    float dh = above ? above[j] + d_h[j] : d_h[j];
    sum += (double)dh * dh;
    float d_log = dh * (h_previous[j] - c) * share * (1.0f - share);
    d[j] = d_log * (1.0f - f);
    d[n + j] = -d_log * (1.0f - i);
    d[2 * n + j] = dh * (1.0f - share) * positive_slope(c);
    d_h[j] = dh * share;
  }
  return sum;
}

CK_CLONES
void ck_min_lstm_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                          const float *h_previous, const float *kept, const float *d_above,
                          float *d_h, double *norm_h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ptrdiff_t at = r * hidden;
    if (d_above)
      norm_h[r] = lstm_backward_row(hidden, gates + 3 * at, d_gates + 3 * at, h_previous + at,
                                    kept + at, d_above + at, d_h + at);
    else
      norm_h[r] = lstm_backward_row(hidden, gates + 3 * at, d_gates + 3 * at, h_previous + at,
                                    kept + at, NULL, d_h + at);
  }
}
