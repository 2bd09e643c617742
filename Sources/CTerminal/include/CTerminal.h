#pragma once
#include <stddef.h>
#include <stdint.h>

// What must work inside a signal handler, and so cannot be Swift: giving the terminal back, and
// noting that a signal came. `endwin` is not safe there, nor is anything that allocates.

// MARK: process

/// Opens /dev/null on each of the descriptors 0, 1 and 2 that is closed, so that no file opened
/// later takes the place of standard output or standard error.
void terminal_open_standard_descriptors(void);

/// Installs every handler and unblocks what it handles. Call on the main thread, once; before
/// ncurses, which then leaves its own handlers out. A signal that the parent made ignored (nohup)
/// stays ignored.
///
/// - A fault (SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP, SIGSYS) in any thread gives the
///   terminal back, shows what was written to standard error, then ends the process by the same
///   signal. This replaces the Swift runtime's handler, which would ask a question on a terminal.
/// - A request to end (SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGXCPU ...) is noted and counted.
///   The second by SIGTERM, SIGINT or SIGQUIT leaves five seconds, then the terminal is given back and
///   the process exits with 128 + its number; the third does so at once.
/// - SIGTSTP, after `terminal_note_stops(1)`, SIGCONT and SIGWINCH are noted.
/// - SIGPIPE and SIGXFSZ are ignored: write tells.
/// - A library that calls `exit` leaves the terminal as it was found, too.
void terminal_install_handlers(void);

/// Gives the calling thread a stack for handlers, without which a stack overflow ends the process
/// before the terminal is given back. Each worker thread calls it first. Freed with the thread.
/// Returns 0, or -1 when there is no memory.
int terminal_prepare_thread_stack(void);

// MARK: signals

/// Readable when `terminal_take_signals` has something to say; for `poll`. -1 without handlers.
int terminal_signal_descriptor(void);

/// The signals since the last call: bit n for signal n (63 for all above), and bit 0 for Ctrl-C on
/// the keyboard while a session is open, which is a SIGINT that the terminal made.
uint64_t terminal_take_signals(void);

/// Requests to end so far.
int terminal_end_requests(void);

/// Counts as the first request to end, where there was none: `q`.
void terminal_expect_end(void);

/// From now on one SIGINT, SIGTERM or SIGQUIT exits at once: where there is nothing to save.
void terminal_end_at_once(void);

/// While the dashboard has the terminal, Ctrl-Z is noted and Ctrl-C is a key; else Ctrl-Z stops the
/// process at once.
void terminal_note_stops(int on);

/// Stops this process like Ctrl-Z without a handler and returns when it goes on. Where nobody could
/// continue it (an orphaned process group) it returns at once.
void terminal_stop_process(void);

/// Waits, stopped, until this process is in the foreground of the terminal. Returns 0 when it is
/// not, but was asked to end.
int terminal_come_back(void);

// MARK: the terminal

/// Keeps the modes of the terminal at `descriptor` to give them back later.
/// Returns a descriptor for ncurses to open the terminal with, or -1.
int terminal_open(int descriptor);

/// From now on what is written to `descriptor` is kept in memory: it is then a file, read with `pread`
/// and emptied by setting its offset to 0. Returns 0 or -1.
int terminal_keep_in_memory(int descriptor);

/// From now on `terminal_restore` writes these bytes (at most 512) and sets the modes back.
void terminal_arm(const char *bytes, size_t count);

/// The terminal is as it was found: nothing to restore.
void terminal_disarm(void);

/// Safe in a handler. Does nothing when not armed, or when a shell has the terminal.
void terminal_restore(void);

/// The first time: adds to the modes that ncurses set. Takes flow control (Ctrl-S) and literal next
/// (Ctrl-V) away and leaves the signal keys; reading never blocks, since Ctrl-C can throw away what
/// `poll` announced. Later: sets the same modes again.
void terminal_set_drawing_modes(void);

/// Becomes writable when `terminal_send` can go on; -1 while another job has the terminal.
int terminal_output_descriptor(void);

/// Writes as many of these bytes as the terminal takes now, and never blocks. Returns their number,
/// or -1 when the terminal is gone.
long terminal_send(const char *bytes, long count);

/// Writes all of them, unless the terminal takes nothing for a moment: then the rest is lost.
void terminal_send_last(const char *bytes, long count);

/// True where output would not block at once and no other job has the terminal.
int terminal_accepts_output(void);

/// The window in screen cells as the kernel knows it, 0 where it does not.
void terminal_window_size(int *columns, int *rows);

/// The end of the session, after `terminal_restore`. What is printed from now on does not block: write
/// fails with EAGAIN when there is no room, and where the terminal takes nothing already now, it goes
/// nowhere.
void terminal_close(void);

// MARK: standard error

/// Where standard error is a terminal, what is written to it is kept in memory from now on.
void terminal_capture_errors(void);

/// Standard error as it was, and the kept text on it. Safe in a handler.
void terminal_release_errors(void);

/// Keeps the kept text short: beyond 1 MB only its first 64 kB stay.
void terminal_bound_errors(void);
