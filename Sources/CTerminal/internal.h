#pragma once
#include <stdint.h>

/// Milliseconds on the monotonic clock, never 0.
int64_t terminal_now(void);

/// True for the one thread that may end the process; the others wait here until it has.
int terminal_may_die(void);

/// From now on ncurses draws into nothing. Safe in a handler.
void terminal_cut_off_drawing(void);

/// Writes all of it unless the descriptor fails or blocks for longer than a moment.
void terminal_write_all(int descriptor, const char *bytes, long count);

/// Milliseconds that the main thread has been drawing the present frame, 0 when it is not.
int64_t terminal_draw_lasts(void);
