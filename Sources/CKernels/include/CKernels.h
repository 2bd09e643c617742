// Whole elementwise loops over rows of numbers. Pointers and sizes only; every matrix is row major
// and contiguous unless a stride is named. Shape letters: R rows, H hidden, V classes, N numbers.
//
// Every function is compiled for several x86-64 instruction sets and the best is chosen when the
// program loads. NaN passes through all of them. Functions of one family give the same bits however
// their rows are divided between calls.
#pragma once
#include <stddef.h>
#include <stdint.h>

// ---- cells: one time step ----------------------------------------------------------------------
// Forward: `gates` [R, G*H] holds the pre-activations (without bias) and receives the activations.
// Backward: reads the activations in `gates` and writes the derivatives of the pre-activations to
// `d_gates` [R, G*H], which may be the same memory. dL/dh_t = d_above + d_h; `d_above` may be NULL.
// `norm_h` [R] receives the sum of squares of dL/dh_t of every row, `norm_c` of dL/dc_t.

enum { CK_TANH, CK_SIGMOID, CK_RELU, CK_LEAKY_RELU };

// h = f(a + b); `slope` is the leaky ReLU's below 0.
void ck_rnn_forward(ptrdiff_t rows, ptrdiff_t hidden, int activation, float slope, float *gates,
                    const float *bias, float *h);
// d_h (in: from t + 1 by the recurrence) is only read.
void ck_rnn_backward(ptrdiff_t rows, ptrdiff_t hidden, int activation, float slope,
                     const float *gates, float *d_gates, const float *d_above, const float *d_h,
                     double *norm_h);

// i, f, o = sigmoid, g = tanh, c = f o c' + i o g, h = o o tanh(c); gate order i f g o.
void ck_lstm_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                     const float *c_previous, float *c, float *tanh_c, float *h);
// d_c: in dL/dc_t from t + 1, out the part of dL/dc_(t-1) that comes through f.
void ck_lstm_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                      const float *c_previous, const float *tanh_c, const float *d_above,
                      const float *d_h, float *d_c, double *norm_h, double *norm_c);

// The LSTM in two halves, for peepholes: i, f, g and c; then o (which may see c) and h.
void ck_lstm_cell_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                          const float *c_previous, float *c, float *tanh_c);
void ck_lstm_output_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                            const float *tanh_c, float *h);
// Adds to d_c what comes through h.
void ck_lstm_output_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                             const float *tanh_c, const float *d_above, const float *d_h,
                             float *d_c, double *norm_h);
// d_c: in dL/dc_t, out the part of dL/dc_(t-1) that comes through f.
void ck_lstm_cell_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                           const float *c_previous, float *d_c, double *norm_c);

// r, z = sigmoid(a + b), reset = r o h'; then, with R_n reset added to a_n,
// n = tanh(a_n + b_n), h = (1 - z) o n + z o h'.
void ck_gru_before_gates(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                         const float *h_previous, float *reset);
void ck_gru_before_state(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                         const float *h_previous, float *h);
// Derivatives of n and z; d_h: in from t + 1, out the part of dL/dh_(t-1) through z.
void ck_gru_before_state_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates,
                                  float *d_gates, const float *h_previous, const float *d_above,
                                  float *d_h, double *norm_h);
// d_reset: in the derivative with respect to r o h', out the part of dL/dh_(t-1) through it.
void ck_gru_before_gates_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates,
                                  float *d_gates, const float *h_previous, float *d_reset);

// r, z = sigmoid(a + u + b), n = tanh(a_n + b_n + r o (u_n + b'_n)), h = (1 - z) o n + z o h';
// gate order r z n. `recurrent` [R, 3H] holds R h' (without bias); its n part receives u_n + b'_n.
// `bias` [4H]: b_ih + b_hh of r and z, b_ih of n, b_hh of n.
void ck_gru_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, float *recurrent,
                    const float *bias, const float *h_previous, float *h);
// d_recurrent [R, 3H] (may be `recurrent`) receives the derivative with respect to R h'; d_h: in
// from t + 1, out the part of dL/dh_(t-1) that comes through z.
void ck_gru_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                     const float *recurrent, float *d_recurrent, const float *h_previous,
                     const float *d_above, float *d_h, double *norm_h);

// z = sigmoid(a + b), n = g(a_n + b_n) with g(x) = x + 1/2 from 0 on and sigmoid(x) below,
// h = (1 - z) o h' + z o n; gate order z n.
void ck_min_gru_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                        const float *h_previous, float *h);
// d_h: in from t + 1, out the whole of dL/dh_(t-1) that comes through h_t.
void ck_min_gru_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                         const float *h_previous, const float *d_above, float *d_h,
                         double *norm_h);
// f, i = sigmoid(a + b), n = g(a_n + b_n), h = f / (f + i) o h' + i / (f + i) o n; order f i n.
// kept [R, H]: f / (f + i), exact where both underflow.
void ck_min_lstm_forward(ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *bias,
                         const float *h_previous, float *kept, float *h);
void ck_min_lstm_backward(ptrdiff_t rows, ptrdiff_t hidden, const float *gates, float *d_gates,
                          const float *h_previous, const float *kept, const float *d_above,
                          float *d_h, double *norm_h);

// ---- linear chain of classes (Lafferty, McCallum, Pereira 2001), in double precision -----------
// A path y scores start[y_0] + sum of x[t][y_t] + sum of transitions[y_(t-1)][y_t] +
// end[y_(T-1)]; an impossible one is minus infinity there. Rows of x, steps of one sequence, are
// `stride` apart. Where `tags` is given, a step has that class alone; a negative one leaves it
// open. T >= 1.
typedef struct {
  ptrdiff_t classes;
  const double *transitions, *start, *end;
} CkChain;
typedef struct {
  double *transitions, *start, *end;
} CkChainGradient;
// The log of the sum of exp(score) over all paths that `tags` leave open; -inf if there is none.
// alpha [(T + 1) * n]: that over the paths up to a class at a step. prefix [T], where given: over
// all paths up to a step, the last one with `end`.
double ck_chain_forward(CkChain chain, ptrdiff_t steps, const float *x, ptrdiff_t stride,
                        const int32_t *tags, ptrdiff_t tag_stride, double *alpha, double *prefix);
// beta [(T + 1) * n]: the same over the paths from a class at a step on, without its own x.
void ck_chain_backward(CkChain chain, ptrdiff_t steps, const float *x, ptrdiff_t stride,
                       const int32_t *tags, ptrdiff_t tag_stride, double *beta);
// Adds `factor` times the probability of every class at every step to d [T * n], and that of every
// transition, first and last class to the gradient, if there is one. `total`: of forward.
void ck_chain_add_marginals(CkChain chain, ptrdiff_t steps, const float *x, ptrdiff_t stride,
                            const int32_t *tags, ptrdiff_t tag_stride, const double *alpha,
                            const double *beta, double total, double factor, double *d,
                            CkChainGradient gradient);
// The path with the highest score, of equals the one with the first class, step by step from the
// end (Viterbi 1967), and its score. scores [2 * n], from [T * n].
double ck_chain_best(CkChain chain, ptrdiff_t steps, const float *x, ptrdiff_t stride,
                     double *scores, int32_t *from, int32_t *path, ptrdiff_t path_stride);

// ---- labels without alignment (Graves et al. 2006): every step has one of V classes, 0 is none -
// Minus the log of the probability of `count` labels under the outputs x [T, V] before
// softmax: over all ways to repeat them, with blanks between them, so that they fill T steps; +inf
// where they need more steps. `factor` times its derivative with respect to x is added to d [T *
// V], where it is given (and finite). alpha [T * (2 count + 1)], beta [2 * (2 count + 1)], logs [T
// * V].
double ck_ctc(ptrdiff_t steps, ptrdiff_t classes, const float *x, ptrdiff_t stride,
              const int32_t *labels, ptrdiff_t label_stride, ptrdiff_t count, double *alpha,
              double *beta, double *logs, double factor, double *d);

// ---- losses: the derivative replaces the outputs, times `scale`; the sum of losses is returned
// --- Softmax cross entropy over V classes; a negative target is not a target: no loss, no
// derivative. `weights` [V]: everything of a row is multiplied by the weight of its target; NULL: 1
// each.
double ck_cross_entropy(ptrdiff_t rows, ptrdiff_t classes, float *logits, const int32_t *targets,
                        const float *weights, float scale);
// The same objective with label smoothing (Szegedy et al. 2016) and a penalty on confidence
// (Pereyra et al. 2017): targets (1 - smoothing) on the class and smoothing / V on all, minus
// `confidence` times the entropy. Returns the plain loss; adds the objective minus it to `extra`.
double ck_cross_entropy_soft(ptrdiff_t rows, ptrdiff_t classes, float *logits,
                             const int32_t *targets, const float *weights, float scale,
                             float smoothing, float confidence, double *extra);
// The same without a derivative; also counts the rows whose largest logit is the target's.
double ck_cross_entropy_value(ptrdiff_t rows, ptrdiff_t classes, const float *logits,
                              const int32_t *targets, const float *weights, int64_t *correct);

// ---- optimizers over N parameters; `g_scale` multiplies the gradient (clipping) ----------------
void ck_sgd(ptrdiff_t n, float *w, const float *g, float g_scale, float rate, float weight_decay);
void ck_sgd_momentum(ptrdiff_t n, float *w, const float *g, float g_scale, float *buffer,
                     float rate, float momentum, int nesterov, float weight_decay);
void ck_rmsprop(ptrdiff_t n, float *w, const float *g, float g_scale, float *square, float *buffer,
                float rate, float alpha, float epsilon, float momentum, float weight_decay);
// `rate` is the learning rate over 1 - beta1^t, `inverse_root` one over the square root of 1 -
// beta2^t; `shrink` multiplies the weights first (decoupled decay), `weight_decay` adds to the
// gradient.
void ck_adam(ptrdiff_t n, float *w, const float *g, float g_scale, float *mean, float *square,
             float rate, float inverse_root, float beta1, float beta2, float epsilon,
             float weight_decay, float shrink);

// ---- reductions and plain loops ----------------------------------------------------------------
double ck_sum_squares(ptrdiff_t n, const float *x);
double ck_sum_absolute(ptrdiff_t n, const float *x);
// y += x
void ck_add(ptrdiff_t n, float *y, const float *x);
// y = x o m
void ck_multiply(ptrdiff_t n, float *y, const float *x, const float *m);
// y = y o m + x
void ck_multiply_add(ptrdiff_t n, float *y, const float *m, const float *x);
// y[r] = x[r] o m for `rows` rows of `columns`
void ck_multiply_rows(ptrdiff_t rows, ptrdiff_t columns, float *y, const float *x, const float *m);
// g += l1 * sign(w) + 2 * l2 * w
void ck_penalty_gradient(ptrdiff_t n, float *g, const float *w, float l1, float l2);
void ck_clamp(ptrdiff_t n, float *x, float limit);
// sums[j] (+)= sum over rows of x[row][j]; rows are `stride` apart
void ck_column_sums(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, const float *x,
                    float *sums, int accumulate);
// to[index[r]][0 ..< columns] += from[r][0 ..< columns]; rows with an index below `least` are left
// out
void ck_scatter_add(ptrdiff_t rows, ptrdiff_t columns, float *to, ptrdiff_t to_stride,
                    const int32_t *index, int32_t least, const float *from,
                    ptrdiff_t from_stride);
// to[k][j] = from[j][k] for j < columns (at most 64), k < depth.
void ck_pack_transposed(ptrdiff_t columns, ptrdiff_t depth, const float *from,
                        ptrdiff_t from_stride, float *to, ptrdiff_t to_stride);
// y += x o m for rows of `columns`
void ck_add_products(ptrdiff_t rows, ptrdiff_t columns, float *y, ptrdiff_t y_stride,
                     const float *x, ptrdiff_t x_stride, const float *m);
// sums[j] (+)= sum over rows of x[row][j] y[row][j]
void ck_column_dots(ptrdiff_t rows, ptrdiff_t columns, const float *x, ptrdiff_t x_stride,
                    const float *y, ptrdiff_t y_stride, float *sums, int accumulate);
void ck_scale(ptrdiff_t n, float *x, float factor);
void ck_tanh_in_place(ptrdiff_t n, float *x);
// d = d o (1 - y o y)
void ck_tanh_backward(ptrdiff_t n, float *d, const float *y);
// y += amount sign(g)
void ck_add_sign(ptrdiff_t n, float *y, const float *g, float amount);
// y += factor x
void ck_add_scaled(ptrdiff_t n, float *y, const float *x, float factor);

// ---- products with packed panels ---------------------------------------------------------------
// Whether ck_panel_multiply is
// the fastest way on this processor.
int ck_has_panel_kernel(void);
// C [M, N] (+)= A [M, K] P, rows `a_stride` and `c_stride` apart; P in panels of 16 columns,
// [N/16][K][16], the last one padded with any finite numbers. The bits of a row do not depend on
// the other rows.
void ck_panel_multiply(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a,
                       ptrdiff_t a_stride, const float *panels, float *c, ptrdiff_t c_stride,
                       int accumulate);

// ---- attention ---------------------------------------------------------------------------------
// scores[i] = vector . tanh(query + key[i]); keys are `key_stride` apart.
void ck_additive_scores(ptrdiff_t keys, ptrdiff_t width, const float *query, const float *key,
                        ptrdiff_t key_stride, const float *vector, float *scores);
// Adds to d_query, d_key (as far apart as the keys) and d_vector.
void ck_additive_scores_backward(ptrdiff_t keys, ptrdiff_t width, const float *d_scores,
                                 const float *query, const float *key, ptrdiff_t key_stride,
                                 const float *vector, float *d_query, float *d_key,
                                 float *d_vector);
// Softmax over the first `valid` >= 1 of n numbers; the others become 0.
void ck_softmax_row(ptrdiff_t n, ptrdiff_t valid, float *x);
// d: in the derivative with respect to the weights a, out `scale` times that with respect to
// softmax's input.
void ck_softmax_row_backward(ptrdiff_t n, const float *a, float *d, float scale);

// ---- noise: pure functions of key and place ----------------------------------------------------
// `chosen` with probability `rate`, else
// `other`. Inverted dropout: 0 and 1 / (1 - rate).
void ck_random_mask(ptrdiff_t n, float *mask, uint64_t key, uint32_t first, float rate,
                    float chosen, float other);
// y = x + deviation * a standard normal number
void ck_add_gaussian(ptrdiff_t n, float *y, const float *x, uint64_t key, uint32_t first,
                     float deviation);
// y += share o (old - y)
void ck_blend(ptrdiff_t n, float *y, const float *old, const float *share);
// kept = share o d; d -= kept
void ck_split(ptrdiff_t n, float *d, const float *share, float *kept);

// ---- statistics for the screen -----------------------------------------------------------------
// Adds to sums[3]: numbers
// below `low`, above `high`, and their sum.
void ck_shares(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, const float *x, float low,
               float high, double *sums);
// Widens low[j] ... high[j] to hold every x[row][j].
void ck_column_ranges(ptrdiff_t rows, ptrdiff_t columns, const float *x, float *low, float *high);
double ck_squared_distance(ptrdiff_t n, const float *x, const float *y);
// Counts norms sqrt(x[i] + more[i]) by half decades from 10^-12 to 10^4: counts[0 ..< 32] the bins,
// then zero, underflow, overflow (infinity too), NaN. counts[36]; `more` may be NULL.
void ck_norm_histogram(ptrdiff_t n, const double *squares, const double *more, int64_t *counts);

// The C library's functions, for Swift files that import no C library.
double ck_exp_double(double x);
double ck_log1p_double(double x);
double ck_log_double(double x);
double ck_sqrt_double(double x);
double ck_cos_double(double x);

// Tells the processor that the caller spins.
void ck_pause(void);
