#include "CKernels.h"
#include "log_sum.h"
#pragma clang fp contract(fast)

// The classes that a step may have: only its tag, if that is given.
typedef struct {
  ptrdiff_t first, end;
} Classes;

CK_INLINE Classes allowed(const int32_t *tags, ptrdiff_t stride, ptrdiff_t t, ptrdiff_t n) {
  Classes all = {0, n};
  if (!tags || tags[t * stride] < 0) return all;
  Classes one = {tags[t * stride], tags[t * stride] + 1};
  return one;
}

CK_INLINE double log_sum(Classes c, const double *restrict v) {
  double top = -INFINITY, sum = 0;
  for (ptrdiff_t j = c.first; j < c.end; j++) top = v[j] > top ? v[j] : top;
  double base = base_of(top);
  for (ptrdiff_t j = c.first; j < c.end; j++) sum += exp_below(v[j] - base);
  return base + log(sum);
}

CK_CLONES
double ck_chain_forward(CkChain chain, ptrdiff_t steps, const float *x, ptrdiff_t stride,
                        const int32_t *tags, ptrdiff_t tag_stride, double *alpha,
                        double *prefix) {
  ptrdiff_t n = chain.classes;
  double *sums = alpha + steps * n;
  for (ptrdiff_t t = 0; t < steps; t++) {
    Classes here = allowed(tags, tag_stride, t, n);
    double *restrict a = alpha + t * n;
    const float *restrict e = x + t * stride;
    for (ptrdiff_t j = 0; j < n; j++) a[j] = -INFINITY;
    if (t == 0) {
      for (ptrdiff_t j = here.first; j < here.end; j++) a[j] = chain.start[j] + e[j];
    } else {
      Classes before = allowed(tags, tag_stride, t - 1, n);
      const double *restrict last = a - n;
      for (ptrdiff_t i = before.first; i < before.end; i++) {
        const double *restrict to = chain.transitions + i * n;
        for (ptrdiff_t j = here.first; j < here.end; j++) {
          double v = last[i] + to[j];
          a[j] = v > a[j] ? v : a[j];
        }
      }
      for (ptrdiff_t j = here.first; j < here.end; j++) {
        a[j] = base_of(a[j]);
        sums[j] = 0;
      }
      for (ptrdiff_t i = before.first; i < before.end; i++) {
        const double *restrict to = chain.transitions + i * n;
        for (ptrdiff_t j = here.first; j < here.end; j++)
          sums[j] += exp_below(last[i] + to[j] - a[j]);
      }
      for (ptrdiff_t j = here.first; j < here.end; j++) a[j] += log(sums[j]) + e[j];
    }
    if (prefix) prefix[t] = log_sum(here, a);
  }
  Classes last = allowed(tags, tag_stride, steps - 1, n);
  const double *a = alpha + (steps - 1) * n;
  for (ptrdiff_t j = last.first; j < last.end; j++) sums[j] = a[j] + chain.end[j];
  double total = log_sum(last, sums);
  if (prefix) prefix[steps - 1] = total;
  return total;
}

CK_CLONES
void ck_chain_backward(CkChain chain, ptrdiff_t steps, const float *x, ptrdiff_t stride,
                       const int32_t *tags, ptrdiff_t tag_stride, double *beta) {
  ptrdiff_t n = chain.classes;
  double *sums = beta + steps * n;
  for (ptrdiff_t t = steps - 1; t >= 0; t--) {
    Classes here = allowed(tags, tag_stride, t, n);
    double *restrict b = beta + t * n;
    for (ptrdiff_t i = 0; i < n; i++) b[i] = -INFINITY;
    if (t == steps - 1) {
      for (ptrdiff_t i = here.first; i < here.end; i++) b[i] = chain.end[i];
      continue;
    }
    Classes next = allowed(tags, tag_stride, t + 1, n);
    const float *restrict e = x + (t + 1) * stride;
    for (ptrdiff_t i = here.first; i < here.end; i++) {
      const double *restrict to = chain.transitions + i * n;
      for (ptrdiff_t j = next.first; j < next.end; j++) sums[j] = to[j] + e[j] + b[n + j];
      b[i] = log_sum(next, sums);
    }
  }
}

// `factor` times the probability of every class at every step is added to `d`, and that of every
// transition, first and last class to the chain's.
CK_CLONES
void ck_chain_add_marginals(CkChain chain, ptrdiff_t steps, const float *x, ptrdiff_t stride,
                            const int32_t *tags, ptrdiff_t tag_stride, const double *alpha,
                            const double *beta, double total, double factor, double *d,
                            CkChainGradient gradient) {
  ptrdiff_t n = chain.classes;
  for (ptrdiff_t t = 0; t < steps; t++) {
    Classes here = allowed(tags, tag_stride, t, n);
    const double *restrict a = alpha + t * n, *restrict b = beta + t * n;
    double *restrict row = d + t * n;
    for (ptrdiff_t j = here.first; j < here.end; j++)
      row[j] += factor * exp_below(a[j] + b[j] - total);
    if (!gradient.transitions) continue;
    for (ptrdiff_t j = here.first; j < here.end; j++) {
      double p = factor * exp_below(a[j] + b[j] - total);
      if (t == 0) gradient.start[j] += p;
      if (t == steps - 1) gradient.end[j] += p;
    }
    if (t == 0) continue;
    Classes before = allowed(tags, tag_stride, t - 1, n);
    const float *restrict e = x + t * stride;
    for (ptrdiff_t i = before.first; i < before.end; i++) {
      const double *restrict to = chain.transitions + i * n;
      double *restrict g = gradient.transitions + i * n;
      double first = alpha[(t - 1) * n + i] - total;
      for (ptrdiff_t j = here.first; j < here.end; j++)
        g[j] += factor * exp_below(first + to[j] + e[j] + b[j]);
    }
  }
}

double ck_chain_best(CkChain chain, ptrdiff_t steps, const float *x, ptrdiff_t stride,
                     double *scores, int32_t *from, int32_t *path, ptrdiff_t path_stride) {
  ptrdiff_t n = chain.classes;
  double *here = scores, *last = scores + n;
  for (ptrdiff_t j = 0; j < n; j++) here[j] = chain.start[j] + x[j];
  for (ptrdiff_t t = 1; t < steps; t++) {
    double *swap = here;
    here = last;
    last = swap;
    for (ptrdiff_t j = 0; j < n; j++) {
      here[j] = -INFINITY;
      from[t * n + j] = 0;
    }
    for (ptrdiff_t i = 0; i < n; i++)
      for (ptrdiff_t j = 0; j < n; j++) {
        double v = last[i] + chain.transitions[i * n + j];
        if (v > here[j]) {
          here[j] = v;
          from[t * n + j] = (int32_t)i;
        }
      }
    for (ptrdiff_t j = 0; j < n; j++) here[j] += x[t * stride + j];
  }
  ptrdiff_t best = 0;
  for (ptrdiff_t j = 0; j < n; j++) here[j] += chain.end[j];
  for (ptrdiff_t j = 1; j < n; j++)
    if (here[j] > here[best]) best = j;
  double score = here[best];
  for (ptrdiff_t t = steps - 1; t >= 0; t--) {
    path[t * path_stride] = (int32_t)best;
    if (t > 0) best = from[t * n + best];
  }
  return score;
}
