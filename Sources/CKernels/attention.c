#include "CKernels.h"
#include "activations.h"
#include <string.h>
#pragma clang fp contract(fast)

CK_INLINE float score(ptrdiff_t n, const float *restrict q, const float *restrict k,
                      const float *restrict v) {
#pragma clang fp reassociate(on)
  float sum = 0;
  for (ptrdiff_t j = 0; j < n; j++) sum += v[j] * ck_tanh(q[j] + k[j]);
  return sum;
}

CK_CLONES
void ck_additive_scores(ptrdiff_t keys, ptrdiff_t width, const float *query, const float *key,
                        ptrdiff_t key_stride, const float *vector, float *scores) {
  for (ptrdiff_t i = 0; i < keys; i++)
    scores[i] = score(width, query, key + i * key_stride, vector);
}

CK_INLINE void score_back(ptrdiff_t n, float g, const float *restrict q, const float *restrict k,
                          const float *restrict v, float *restrict dq, float *restrict dk,
                          float *restrict dv) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float u = ck_tanh(q[j] + k[j]);
    float w = g * v[j] * (1.0f - u * u);
    dv[j] += g * u;
    dq[j] += w;
    dk[j] += w;
  }
}

CK_CLONES
void ck_additive_scores_backward(ptrdiff_t keys, ptrdiff_t width, const float *d_scores,
                                 const float *query, const float *key, ptrdiff_t key_stride,
                                 const float *vector, float *d_query, float *d_key,
                                 float *d_vector) {
  for (ptrdiff_t i = 0; i < keys; i++)
    score_back(width, d_scores[i], query, key + i * key_stride, vector, d_query,
               d_key + i * key_stride, d_vector);
}

CK_CLONES
void ck_softmax_row(ptrdiff_t n, ptrdiff_t valid, float *x) {
  float top = x[0];
  for (ptrdiff_t j = 1; j < valid; j++) top = x[j] > top ? x[j] : top;
  for (ptrdiff_t j = 0; j < valid; j++) x[j] = ck_exp(x[j] - top);
  float sum = 0;
  {
#pragma clang fp reassociate(on)
    for (ptrdiff_t j = 0; j < valid; j++) sum += x[j];
  }
  float factor = 1.0f / sum;
  for (ptrdiff_t j = 0; j < valid; j++) x[j] *= factor;
  if (valid < n) memset(x + valid, 0, (size_t)(n - valid) * sizeof(float));
}

CK_CLONES
void ck_softmax_row_backward(ptrdiff_t n, const float *restrict a, float *restrict d, float scale) {
  float dot = 0;
  {
#pragma clang fp reassociate(on)
    for (ptrdiff_t j = 0; j < n; j++) dot += a[j] * d[j];
  }
  for (ptrdiff_t j = 0; j < n; j++) d[j] = scale * a[j] * (d[j] - dot);
}
