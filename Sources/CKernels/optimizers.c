#include "CKernels.h"
#include "per_processor.h"
#pragma clang fp contract(fast)
// __builtin_elementwise_sqrt sets no errno, so that the loops vectorize.

CK_CLONES
void ck_sgd(ptrdiff_t n, float *restrict w, const float *restrict g, float g_scale, float rate,
            float weight_decay) {
  for (ptrdiff_t j = 0; j < n; j++) w[j] -= rate * (g[j] * g_scale + weight_decay * w[j]);
}

CK_CLONES
void ck_sgd_momentum(ptrdiff_t n, float *restrict w, const float *restrict g, float g_scale,
                     float *restrict buffer, float rate, float momentum, int nesterov,
                     float weight_decay) {
  if (nesterov) {
    for (ptrdiff_t j = 0; j < n; j++) {
      float d = g[j] * g_scale + weight_decay * w[j];
      float b = momentum * buffer[j] + d;
      buffer[j] = b;
      w[j] -= rate * (d + momentum * b);
    }
  } else {
    for (ptrdiff_t j = 0; j < n; j++) {
      float b = momentum * buffer[j] + (g[j] * g_scale + weight_decay * w[j]);
      buffer[j] = b;
      w[j] -= rate * b;
    }
  }
}

CK_CLONES
void ck_rmsprop(ptrdiff_t n, float *restrict w, const float *restrict g, float g_scale,
                float *restrict square, float *restrict buffer, float rate, float alpha,
                float epsilon, float momentum, float weight_decay) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float d = g[j] * g_scale + weight_decay * w[j];
    float v = alpha * square[j] + (1.0f - alpha) * d * d;
    square[j] = v;
    float b = momentum * buffer[j] + d / (__builtin_elementwise_sqrt(v) + epsilon);
    buffer[j] = b;
    w[j] -= rate * b;
  }
}

CK_CLONES
void ck_adam(ptrdiff_t n, float *restrict w, const float *restrict g, float g_scale,
             float *restrict mean, float *restrict square, float rate, float inverse_root, float beta1,
             float beta2, float epsilon, float weight_decay, float shrink) {
  for (ptrdiff_t j = 0; j < n; j++) {
    float x = w[j] * shrink;
    float d = g[j] * g_scale + weight_decay * x;
    float m = beta1 * mean[j] + (1.0f - beta1) * d;
    float v = beta2 * square[j] + (1.0f - beta2) * d * d;
    mean[j] = m;
    square[j] = v;
    w[j] = x - rate * m / (__builtin_elementwise_sqrt(v) * inverse_root + epsilon);
  }
}
