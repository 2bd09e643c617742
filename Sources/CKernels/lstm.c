#include "CKernels.h"
#include "activations.h"
#pragma clang fp contract(fast)

CK_INLINE void forward_row(ptrdiff_t n, float *restrict i, float *restrict f, float *restrict g,
                           float *restrict o, const float *restrict b,
                           const float *restrict c_previous, float *restrict c,
                           float *restrict tanh_c, float *restrict h) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float it = ck_sigmoid(i[j] + b[j]);
    float ft = ck_sigmoid(f[j] + b[n + j]);
    float gt = ck_tanh(g[j] + b[2 * n + j]);
    float ot = ck_sigmoid(o[j] + b[3 * n + j]);
    float ct = ft * c_previous[j] + it * gt;
    float tc = ck_tanh(ct);
    i[j] = it;
    f[j] = ft;
    g[j] = gt;
    o[j] = ot;
    c[j] = ct;
    tanh_c[j] = tc;
    h[j] = ot * tc;
  }
}

CK_CLONES
void ck_lstm_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                     const float *c_previous, float *c, float *tanh_c, float *h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *row = gates + r * 4 * hidden;
    ptrdiff_t at = r * hidden;
    forward_row(hidden, row, row + hidden, row + 2 * hidden, row + 3 * hidden, bias,
                c_previous + at, c + at, tanh_c + at, h + at);
  }
}

// The derivatives may replace the activations in place (see rnn.c on assume_safety).
CK_INLINE void backward_row(ptrdiff_t n, const float *a, float *d, const float *c_previous,
                            const float *tanh_c, const float *above, const float *next, float *d_c,
                            double *norm_h, double *norm_c) {
#pragma clang fp reassociate(on)
  double sum_h = 0, sum_c = 0;
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) {
    float i = a[j], f = a[n + j], g = a[2 * n + j], o = a[3 * n + j], tc = tanh_c[j];
    float dh = above ? above[j] + next[j] : next[j];
    float dc = d_c[j] + dh * o * (1.0f - tc * tc);
    sum_h += (double)dh * dh;
    sum_c += (double)dc * dc;
    d[j] = dc * g * i * (1.0f - i);
    d[n + j] = dc * c_previous[j] * f * (1.0f - f);
    d[2 * n + j] = dc * i * (1.0f - g * g);
    d[3 * n + j] = dh * tc * o * (1.0f - o);
    d_c[j] = dc * f;
  }
  *norm_h = sum_h;
  *norm_c = sum_c;
}

CK_CLONES
void ck_lstm_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                      const float *c_previous, const float *tanh_c, const float *d_above,
                      const float *d_h, float *d_c, double *norm_h, double *norm_c) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ptrdiff_t at = r * hidden;
    if (d_above)
      backward_row(hidden, gates + 4 * at, d_gates + 4 * at, c_previous + at, tanh_c + at,
                   d_above + at, d_h + at, d_c + at, norm_h + r, norm_c + r);
    else
      backward_row(hidden, gates + 4 * at, d_gates + 4 * at, c_previous + at, tanh_c + at, NULL,
                   d_h + at, d_c + at, norm_h + r, norm_c + r);
  }
}
