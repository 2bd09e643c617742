#include "CKernels.h"
#include "activations.h"
#pragma clang fp contract(fast)

// The GRU whose reset gate acts before the recurrent product: r and z, then R_n (r o h'), then n.

CK_INLINE void gates_row(ptrdiff_t n, float *restrict r, float *restrict z, const float *restrict b,
                         const float *restrict h_previous, float *restrict reset) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float rt = ck_sigmoid(r[j] + b[j]);
    r[j] = rt;
    z[j] = ck_sigmoid(z[j] + b[n + j]);
    reset[j] = rt * h_previous[j];
  }
}

CK_CLONES
void ck_gru_before_gates(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                         const float *h_previous, float *reset) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *a = gates + r * 3 * hidden;
    gates_row(hidden, a, a + hidden, bias, h_previous + r * hidden, reset + r * hidden);
  }
}

CK_INLINE void state_row(ptrdiff_t n, const float *restrict z, float *restrict c,
                         const float *restrict b, const float *restrict h_previous,
                         float *restrict h) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float nt = ck_tanh(c[j] + b[j]);
    c[j] = nt;
    h[j] = nt + z[j] * (h_previous[j] - nt);
  }
}

CK_CLONES
void ck_gru_before_state(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                         const float *h_previous, float *h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *a = gates + r * 3 * hidden;
    state_row(hidden, a + hidden, a + 2 * hidden, bias + 2 * hidden, h_previous + r * hidden,
              h + r * hidden);
  }
}

CK_INLINE double state_back(ptrdiff_t n, const float *a, float *d, const float *h_previous,
                            const float *above, float *d_h) {
#pragma clang fp reassociate(on)
  double sum = 0;
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) {
    float z = a[n + j], c = a[2 * n + j];
    float dh = above ? above[j] + d_h[j] : d_h[j];
    sum += (double)dh * dh;
    d[n + j] = dh * (h_previous[j] - c) * z * (1.0f - z);
    d[2 * n + j] = dh * (1.0f - z) * (1.0f - c * c);
    d_h[j] = dh * z;
  }
  return sum;
}

CK_CLONES
void ck_gru_before_state_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates,
                                  float *d_gates, const float *h_previous, const float *d_above,
                                  float *d_h, double *norm_h) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ptrdiff_t at = r * hidden;
    norm_h[r] = state_back(hidden, gates + 3 * at, d_gates + 3 * at, h_previous + at,
                           d_above ? d_above + at : NULL, d_h + at);
  }
}

CK_CLONES
void ck_gru_before_gates_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates,
                                  float *d_gates, const float *h_previous, float *d_reset) {
  for (ptrdiff_t row = 0; row < rows; row++) {
    const float *a = gates + row * 3 * hidden, *h = h_previous + row * hidden;
    float *d = d_gates + row * 3 * hidden, *dr = d_reset + row * hidden;
#pragma clang loop vectorize(assume_safety)
    for (ptrdiff_t j = 0; j < hidden; j++) {
      float r = a[j], u = dr[j];
      d[j] = u * h[j] * r * (1.0f - r);
      dr[j] = u * r;
    }
  }
}
