// Sums of exponentials in the log domain, in double precision.
#pragma once
#include "activations.h"
#include <math.h>
#include <string.h>

// exp of x <= 0 to the last bit or two, in loops that are vectorized: 2^k times a polynomial on half
// of ln 2. Below -708 it is 0; NaN stays.
CK_INLINE double exp_below(double given) {
  double x = given >= -708.0 ? given : -708.0;
  x = x < 708.0 ? x : 708.0;
  double k = __builtin_rint(x * 1.4426950408889634);
  double r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
  double p = 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  int64_t bits = ((int64_t)k + 1023) << 52;
  double scale;
  memcpy(&scale, &bits, sizeof scale);
  double y = given >= -708.0 ? p * scale : 0.0;
  return given != given ? given : y;
}

// The reference of a log sum of exponentials: never an infinity, which would give NaN.
CK_INLINE double base_of(double top) { return top == -INFINITY ? 0.0 : top; }
