#include "CKernels.h"
#include "log_sum.h"
#pragma clang fp contract(fast)

// States 0 ... 2 count mean: nothing, the first label, nothing, the second, ... nothing.
typedef struct {
  const int32_t *labels;
  ptrdiff_t stride, count;
} Labels;

CK_INLINE int32_t class_of(Labels l, ptrdiff_t state) {
  return state & 1 ? l.labels[state / 2 * l.stride] : 0;
}

// A label may follow another one at once; the same one needs nothing in between.
CK_INLINE int may_skip(Labels l, ptrdiff_t state) {
  return (state & 1) && state >= 2 && class_of(l, state) != class_of(l, state - 2);
}

CK_INLINE double log_add(double a, double b, double c) {
  double top = a > b ? a : b;
  top = c > top ? c : top;
  if (top == -INFINITY) return a + b + c;
  return top + log(exp_below(a - top) + exp_below(b - top) + exp_below(c - top));
}

// log softmax of every row.
CK_CLONES
static void take_logs(ptrdiff_t steps, ptrdiff_t classes, const float *x, ptrdiff_t stride,
                      double *logs) {
  for (ptrdiff_t t = 0; t < steps; t++) {
    const float *restrict row = x + t * stride;
    double *restrict y = logs + t * classes;
    float top = row[0];
    for (ptrdiff_t k = 0; k < classes; k++) top = row[k] > top ? row[k] : top;
    double sum = 0;
    for (ptrdiff_t k = 0; k < classes; k++) {
      y[k] = (double)row[k] - (double)top;
      sum += exp_below(y[k]);
    }
    double log_of_sum = log(sum);
    for (ptrdiff_t k = 0; k < classes; k++) y[k] -= log_of_sum;
  }
}

static double forward(ptrdiff_t steps, ptrdiff_t classes, Labels l, const double *logs,
                      double *alpha) {
  ptrdiff_t states = 2 * l.count + 1;
  for (ptrdiff_t t = 0; t < steps; t++) {
    double *a = alpha + t * states;
    const double *y = logs + t * classes, *last = a - states;
    // Earlier states cannot reach the end in time; later ones cannot be reached yet.
    ptrdiff_t left = 2 * (steps - 1 - t);
    ptrdiff_t first = states - 2 > left ? states - 2 - left : 0;
    ptrdiff_t end = 2 * (t + 1) < states ? 2 * (t + 1) : states;
    for (ptrdiff_t s = 0; s < states; s++) a[s] = -INFINITY;
    for (ptrdiff_t s = first; s < end; s++) {
      if (t == 0) {
        a[s] = y[class_of(l, s)];
        continue;
      }
      a[s] = log_add(last[s], s > 0 ? last[s - 1] : -INFINITY,
                     may_skip(l, s) ? last[s - 2] : -INFINITY) +
             y[class_of(l, s)];
    }
  }
  const double *a = alpha + (steps - 1) * states;
  return log_add(a[states - 1], states > 1 ? a[states - 2] : -INFINITY, -INFINITY);
}

double ck_ctc(ptrdiff_t steps, ptrdiff_t classes, const float *x, ptrdiff_t stride,
              const int32_t *labels, ptrdiff_t label_stride, ptrdiff_t count, double *alpha,
              double *beta, double *logs, double factor, double *d) {
  Labels l = {labels, label_stride, count};
  ptrdiff_t states = 2 * count + 1;
  take_logs(steps, classes, x, stride, logs);
  double total = forward(steps, classes, l, logs, alpha);
  if (!d || total == -INFINITY) return -total;
  // Over the steps after t, without t itself.
  double *here = beta, *next = beta + states;
  for (ptrdiff_t t = steps - 1; t >= 0; t--) {
    double *row = d + t * classes;
    const double *y = logs + t * classes, *after = y + classes, *a = alpha + t * states;
    for (ptrdiff_t k = 0; k < classes; k++) row[k] += factor * exp_below(y[k]);
    for (ptrdiff_t s = 0; s < states; s++) {
      if (t == steps - 1) {
        here[s] = s >= states - 2 ? 0 : -INFINITY;
      } else if (a[s] == -INFINITY) {
        // On no path; neither are the states before it.
        here[s] = -INFINITY;
        continue;
      } else {
        here[s] = log_add(
            next[s] + after[class_of(l, s)],
            s + 1 < states ? next[s + 1] + after[class_of(l, s + 1)] : -INFINITY,
            s + 2 < states && may_skip(l, s + 2) ? next[s + 2] + after[class_of(l, s + 2)] : -INFINITY);
      }
      row[class_of(l, s)] -= factor * exp_below(a[s] + here[s] - total);
    }
    double *swap = here;
    here = next;
    next = swap;
  }
  return -total;
}
