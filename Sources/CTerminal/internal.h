#pragma once
#include <stdint.h>

/// Milliseconds on the monotonic clock, never 0.
int64_t terminal_now(void);

/// Returns in the one thread that may end the process; the others wait here until it has.
void terminal_begin_to_die(void);

/// From now on what the main thread sends goes nowhere. Safe in a handler.
void terminal_cut_off_drawing(void);

/// Writes all of it unless the descriptor fails or takes nothing for a moment.
void terminal_write_all(int descriptor, const char *bytes, long count);

/// While the dashboard has the terminal, Ctrl-Z is noted; else it stops the process at once.
void terminal_note_stops(int on);

/// False while a shell or another job has the terminal: it is not ours to write to then.
int terminal_in_front(void);
