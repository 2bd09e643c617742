#include "CKernels.h"
#include "activations.h"
#pragma clang fp contract(fast)

// The LSTM in two halves, for peepholes: the output gate sees c(t), so c comes first.

CK_INLINE void cell_row(ptrdiff_t n, float *restrict i, float *restrict f, float *restrict g,
                        const float *restrict b, const float *restrict c_previous,
                        float *restrict c, float *restrict tanh_c) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float it = ck_sigmoid(i[j] + b[j]);
    float ft = ck_sigmoid(f[j] + b[n + j]);
    float gt = ck_tanh(g[j] + b[2 * n + j]);
    float ct = ft * c_previous[j] + it * gt;
    i[j] = it;
    f[j] = ft;
    g[j] = gt;
    c[j] = ct;
    tanh_c[j] = ck_tanh(ct);
  }
}

CK_CLONES
void ck_lstm_cell_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                          const float *c_previous, float *c, float *tanh_c) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *row = gates + r * 4 * hidden;
    ptrdiff_t at = r * hidden;
    cell_row(hidden, row, row + hidden, row + 2 * hidden, bias, c_previous + at, c + at,
             tanh_c + at);
  }
}

CK_INLINE void output_row(ptrdiff_t n, float *restrict o, const float *restrict b,
                          const float *restrict tanh_c, float *restrict h) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float ot = ck_sigmoid(o[j] + b[j]);
    o[j] = ot;
    h[j] = ot * tanh_c[j];
  }
}

CK_CLONES
void ck_lstm_output_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                            const float *tanh_c, float *h) {
  for (ptrdiff_t r = 0; r < rows; r++)
    output_row(hidden, gates + r * 4 * hidden + 3 * hidden, bias + 3 * hidden, tanh_c + r * hidden,
               h + r * hidden);
}

// The derivatives may replace the activations in place (see rnn.c on assume_safety).
CK_INLINE double output_back(ptrdiff_t n, const float *a, float *d, const float *tanh_c,
                             const float *above, const float *next, float *d_c) {
#pragma clang fp reassociate(on)
  double sum = 0;
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) {
    float o = a[3 * n + j], tc = tanh_c[j];
    float dh = above ? above[j] + next[j] : next[j];
    sum += (double)dh * dh;
    d_c[j] += dh * o * (1.0f - tc * tc);
    d[3 * n + j] = dh * tc * o * (1.0f - o);
  }
  return sum;
}

CK_CLONES
void ck_lstm_output_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                             const float *tanh_c, const float *d_above, const float *d_h,
                             float *d_c, double *norm_h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ptrdiff_t at = r * hidden;
    norm_h[r] = output_back(hidden, gates + 4 * at, d_gates + 4 * at, tanh_c + at,
                            d_above ? d_above + at : NULL, d_h + at, d_c + at);
  }
}

CK_INLINE double cell_back(ptrdiff_t n, const float *a, float *d, const float *c_previous,
                           float *d_c) {
#pragma clang fp reassociate(on)
  double sum = 0;
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) {
    float i = a[j], f = a[n + j], g = a[2 * n + j], dc = d_c[j];
    sum += (double)dc * dc;
    d[j] = dc * g * i * (1.0f - i);
    d[n + j] = dc * c_previous[j] * f * (1.0f - f);
    d[2 * n + j] = dc * i * (1.0f - g * g);
    d_c[j] = dc * f;
  }
  return sum;
}

CK_CLONES
void ck_lstm_cell_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                           const float *c_previous, float *d_c, double *norm_c) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ptrdiff_t at = r * hidden;
    norm_c[r] = cell_back(hidden, gates + 4 * at, d_gates + 4 * at, c_previous + at, d_c + at);
  }
}
