#include "CKernels.h"
#include "activations.h"
#include <math.h>
#pragma clang fp contract(fast)

// Softmax cross entropy; the other losses of rows are in Engine/Losses. Rows with a negative target
// (padding, by HeadWorkspace.load) are skipped.

CK_INLINE float row_maximum(ptrdiff_t n, const float *restrict x) {
  float top = x[0];
  for (ptrdiff_t j = 1; j < n; j++) top = x[j] > top ? x[j] : top;
  return top;
}

// Whether argmax is the target; of equal logits the first wins, as with numpy. A NaN is never beaten.
CK_INLINE int64_t is_first_maximum(ptrdiff_t n, const float *restrict x, int32_t target) {
  int64_t beaten = 0;
  for (ptrdiff_t j = 0; j < target; j++) beaten += x[j] < x[target];
  for (ptrdiff_t j = target + 1; j < n; j++) beaten += x[j] <= x[target];
  return beaten == n - 1;
}

// Replaces x by exp(x - top) and returns the sum.
CK_INLINE float exponentials(ptrdiff_t n, const float *x, float *y, float top) {
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) y[j] = ck_exp(x[j] - top);
  float sum = 0;
  {
#pragma clang fp reassociate(on)
    for (ptrdiff_t j = 0; j < n; j++) sum += y[j];
  }
  return sum;
}

// The same sum, x left as it is.
CK_INLINE float sum_of_exponentials(ptrdiff_t n, const float *x, float top) {
  float sum = 0;
  for (ptrdiff_t first = 0; first < n; first += 64) {
    float part[64];
    sum += exponentials(n - first < 64 ? n - first : 64, x + first, part, top);
  }
  return sum;
}

CK_CLONES
double ck_cross_entropy(ptrdiff_t rows, ptrdiff_t classes, float *logits, const int32_t *targets,
                        const float *weights, float scale) {
  double loss = 0;
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *x = logits + r * classes;
    int32_t target = targets[r];
    if (target < 0) {
      for (ptrdiff_t j = 0; j < classes; j++) x[j] = 0;
      continue;
    }
    float top = row_maximum(classes, x), at_target = x[target];
    float sum = exponentials(classes, x, x, top);
    float weight = weights ? weights[target] : 1.0f, row_scale = scale * weight;
    loss += (double)weight * ((double)logf(sum) + ((double)top - at_target));
    float factor = row_scale / sum;
    for (ptrdiff_t j = 0; j < classes; j++) x[j] *= factor;
    x[target] -= row_scale;
  }
  return loss;
}

// Replaces log probabilities x - log sum exp x by the derivative; returns objective - plain loss.
CK_INLINE double soft_row(ptrdiff_t n, float *x, ptrdiff_t target, float log_sum, float scale,
                          float smoothing, float confidence) {
  float at_target = x[target] - log_sum, sum = 0, negative_entropy = 0;
  {
#pragma clang fp reassociate(on)
    for (ptrdiff_t j = 0; j < n; j++) {
      float log_p = x[j] - log_sum;
      sum += log_p;
      negative_entropy += ck_exp(log_p) * log_p;
    }
  }
  float even = smoothing / (float)n;
#pragma clang loop vectorize(assume_safety)
  for (ptrdiff_t j = 0; j < n; j++) {
    float log_p = x[j] - log_sum, p = ck_exp(log_p);
    x[j] = scale * (p - even + confidence * p * (log_p - negative_entropy));
  }
  x[target] -= scale * (1.0f - smoothing);
  return (double)smoothing * at_target - (double)even * sum + (double)confidence * negative_entropy;
}

CK_CLONES
double ck_cross_entropy_soft(ptrdiff_t rows, ptrdiff_t classes, float *logits,
                             const int32_t *targets, const float *weights, float scale,
                             float smoothing, float confidence, double *extra) {
  double loss = 0;
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *x = logits + r * classes;
    int32_t target = targets[r];
    if (target < 0) {
      for (ptrdiff_t j = 0; j < classes; j++) x[j] = 0;
      continue;
    }
    float top = row_maximum(classes, x), sum = sum_of_exponentials(classes, x, top);
    float log_sum = logf(sum), weight = weights ? weights[target] : 1.0f;
    loss += (double)weight * ((double)log_sum + ((double)top - x[target]));
    *extra += (double)weight * soft_row(classes, x, target, log_sum + top, scale * weight,
                                        smoothing, confidence);
  }
  return loss;
}

CK_CLONES
double ck_cross_entropy_value(ptrdiff_t rows, ptrdiff_t classes, const float *logits,
                              const int32_t *targets, const float *weights, int64_t *correct) {
  double loss = 0;
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *x = logits + r * classes;
    int32_t target = targets[r];
    if (target < 0) continue;
    float top = row_maximum(classes, x), sum = sum_of_exponentials(classes, x, top);
    double weight = weights ? weights[target] : 1.0;
    loss += weight * ((double)logf(sum) + ((double)top - x[target]));
    *correct += is_first_maximum(classes, x, target);
  }
  return loss;
}
