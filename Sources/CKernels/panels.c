#include "CKernels.h"
#include "per_processor.h"
#include <string.h>
#pragma clang fp contract(fast)

// C (+)= A P for a matrix packed into panels of 16 columns, [N/16][K][16], for processors with AVX2
// but without AVX-512. A tile of R x 16 sums stays in registers over the whole depth of a block:
// 12 sums, 2 numbers of the panel and 1 of A are 15 of the 16 registers. Every row of C is summed in
// the same order whatever R is, so that its bits do not depend on how rows are grouped.

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma")))
typedef float vector __attribute__((vector_size(32), aligned(4)));

int ck_has_panel_kernel(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
         && !__builtin_cpu_supports("avx512f");
}

// Depth of one block: 16 columns of it and 16 rows of A fit into the first cache together.
enum { DEPTH = 256, WIDTH = 16, ROWS = 6 };

TARGET static inline __attribute__((always_inline)) void tile(
    ptrdiff_t rows, ptrdiff_t depth, const float *restrict a, ptrdiff_t a_stride,
    const float *restrict panel, float *restrict c, ptrdiff_t c_stride, int accumulate) {
  vector low[ROWS], high[ROWS];
#pragma clang loop unroll(full)
  for (ptrdiff_t r = 0; r < rows; r++) {
    if (accumulate) {
      low[r] = *(const vector *)(c + r * c_stride);
      high[r] = *(const vector *)(c + r * c_stride + 8);
    } else {
      low[r] = high[r] = (vector){0};
    }
  }
  for (ptrdiff_t k = 0; k < depth; k++) {
    vector p = *(const vector *)(panel + k * WIDTH), q = *(const vector *)(panel + k * WIDTH + 8);
#pragma clang loop unroll(full)
    for (ptrdiff_t r = 0; r < rows; r++) {
      float x = a[r * a_stride + k];
      low[r] += x * p;
      high[r] += x * q;
    }
  }
#pragma clang loop unroll(full)
  for (ptrdiff_t r = 0; r < rows; r++) {
    *(vector *)(c + r * c_stride) = low[r];
    *(vector *)(c + r * c_stride + 8) = high[r];
  }
}

TARGET static void tiles(ptrdiff_t rows, ptrdiff_t depth, const float *a, ptrdiff_t a_stride,
                         const float *panel, float *c, ptrdiff_t c_stride, int accumulate) {
#define TILE(R)                                                                                    \
  tile(R, depth, a, a_stride, panel, c, c_stride, accumulate);                                     \
  rows -= R, a += R * a_stride, c += R * c_stride
  // 16 rows are 6 + 5 + 5: as few tiles as possible, none of them small.
  while (rows >= 6 && rows != 10) { TILE(6); }
  while (rows >= 5) { TILE(5); }
  switch (rows) {
  case 4: { TILE(4); break; }
  case 3: { TILE(3); break; }
  case 2: { TILE(2); break; }
  case 1: { TILE(1); break; }
  }
#undef TILE
}

TARGET static void edge_tiles(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a,
                              ptrdiff_t a_stride, const float *panel, float *c, ptrdiff_t c_stride,
                              int accumulate) {
  // The last panel may be narrower than its memory: through a buffer.
  float whole[ROWS * WIDTH] = {0};
  for (ptrdiff_t first = 0; first < rows; first += ROWS) {
    ptrdiff_t part = rows - first < ROWS ? rows - first : ROWS;
    float *to = c + first * c_stride;
    if (accumulate)
      for (ptrdiff_t r = 0; r < part; r++)
        memcpy(whole + r * WIDTH, to + r * c_stride, (size_t)columns * sizeof(float));
    tiles(part, depth, a + first * a_stride, a_stride, panel, whole, WIDTH, accumulate);
    for (ptrdiff_t r = 0; r < part; r++)
      memcpy(to + r * c_stride, whole + r * WIDTH, (size_t)columns * sizeof(float));
  }
}

void ck_panel_multiply(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a,
                       ptrdiff_t a_stride, const float *panels, float *c, ptrdiff_t c_stride,
                       int accumulate) {
  // Rows in blocks, whose part of A stays in the second cache while all panels pass by.
  const ptrdiff_t block = 96;
  for (ptrdiff_t row = 0; row < rows; row += block) {
    ptrdiff_t m = rows - row < block ? rows - row : block;
    for (ptrdiff_t k = 0; k < depth; k += DEPTH) {
      ptrdiff_t part = depth - k < DEPTH ? depth - k : DEPTH;
      const float *from = a + row * a_stride + k;
      for (ptrdiff_t first = 0; first < columns; first += WIDTH) {
        const float *panel = panels + first * depth + k * WIDTH;
        float *to = c + row * c_stride + first;
        int adds = accumulate || k > 0;
        if (columns - first >= WIDTH)
          tiles(m, part, from, a_stride, panel, to, c_stride, adds);
        else
          edge_tiles(m, columns - first, part, from, a_stride, panel, to, c_stride, adds);
      }
    }
  }
}
#else
int ck_has_panel_kernel(void) { return 0; }

void ck_panel_multiply(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a,
                       ptrdiff_t a_stride, const float *panels, float *c, ptrdiff_t c_stride,
                       int accumulate) {
  for (ptrdiff_t r = 0; r < rows; r++)
    for (ptrdiff_t j = 0; j < columns; j++) {
      float sum = accumulate ? c[r * c_stride + j] : 0;
      const float *panel = panels + j / 16 * 16 * depth + j % 16;
      for (ptrdiff_t k = 0; k < depth; k++) sum += a[r * a_stride + k] * panel[k * 16];
      c[r * c_stride + j] = sum;
    }
}
#endif
