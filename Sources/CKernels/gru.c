#include "CKernels.h"
#include "activations.h"
#pragma clang fp contract(fast)

CK_INLINE void forward_row(ptrdiff_t n, float *restrict r, float *restrict z, float *restrict c,
                           const float *restrict ur, const float *restrict uz, float *restrict un,
                           const float *restrict b, const float *restrict h_previous,
                           float *restrict h) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float rt = ck_sigmoid(r[j] + ur[j] + b[j]);
    float zt = ck_sigmoid(z[j] + uz[j] + b[n + j]);
    float u = un[j] + b[3 * n + j];
    float nt = ck_tanh(c[j] + b[2 * n + j] + rt * u);
    r[j] = rt;
    z[j] = zt;
    c[j] = nt;
    un[j] = u;
    h[j] = nt + zt * (h_previous[j] - nt);
  }
}

CK_CLONES
void ck_gru_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, float *recurrent,
                    const float *bias, const float *h_previous, float *h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *a = gates + r * 3 * hidden, *u = recurrent + r * 3 * hidden;
    forward_row(hidden, a, a + hidden, a + 2 * hidden, u, u + hidden, u + 2 * hidden, bias,
                h_previous + r * hidden, h + r * hidden);
  }
}

// The derivatives may replace activations and products in place (see rnn.c on assume_safety).
CK_INLINE double backward_row(ptrdiff_t n, const float *a, float *d, const float *u, float *du,
                              const float *h_previous, const float *above, float *d_h) {
#pragma clang fp reassociate(on)
  double sum = 0;
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) {
    float r = a[j], z = a[n + j], c = a[2 * n + j];
    float dh = above ? above[j] + d_h[j] : d_h[j];
    sum += (double)dh * dh;
    float dn = dh * (1.0f - z) * (1.0f - c * c);
    float dr = dn * u[2 * n + j] * r * (1.0f - r);
    float dz = dh * (h_previous[j] - c) * z * (1.0f - z);
    d[j] = dr;
    d[n + j] = dz;
    d[2 * n + j] = dn;
    du[j] = dr;
    du[n + j] = dz;
    du[2 * n + j] = dn * r;
    d_h[j] = dh * z;
  }
  return sum;
}

CK_CLONES
void ck_gru_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                     const float *recurrent, float *d_recurrent, const float *h_previous,
                     const float *d_above, float *d_h, double *norm_h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ptrdiff_t at = r * hidden;
    if (d_above)
      norm_h[r] = backward_row(hidden, gates + 3 * at, d_gates + 3 * at, recurrent + 3 * at,
                               d_recurrent + 3 * at, h_previous + at, d_above + at, d_h + at);
    else
      norm_h[r] = backward_row(hidden, gates + 3 * at, d_gates + 3 * at, recurrent + 3 * at,
                               d_recurrent + 3 * at, h_previous + at, NULL, d_h + at);
  }
}
