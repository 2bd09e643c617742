#include <math.h>
#include "CKernels.h"

double ck_exp_double(double x) { return exp(x); }
double ck_log1p_double(double x) { return log1p(x); }
double ck_log_double(double x) { return log(x); }
double ck_sqrt_double(double x) { return sqrt(x); }
double ck_cos_double(double x) { return cos(x); }

void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}
