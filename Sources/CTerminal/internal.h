#pragma once
#include <stdint.h>

/// Milliseconds on the monotonic clock, never 0.
int64_t terminal_now(void);

/// Returns in the one thread that may end the process; the others wait here until it has.
void terminal_begin_to_die(void);

/// From now on what the main thread sends goes nowhere. Safe in a handler.
void terminal_cut_off_drawing(void);

/// Milliseconds to wait for room in a terminal that takes nothing.
enum { TERMINAL_PATIENCE = 200 };

/// Writes as much as there is room for. Returns -1 with EAGAIN where there is none.
long terminal_write_now(int descriptor, const char *bytes, long count);

/// Writes all of it unless the descriptor fails or takes nothing for a moment.
void terminal_write_all(int descriptor, const char *bytes, long count);

/// False while a shell or another job has the terminal: it is not ours to write to then.
int terminal_in_front(void);
