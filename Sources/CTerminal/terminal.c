#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

static int terminal = -1;
static int drawing = -1;
static int nothing = -1;
static struct termios original;
static struct termios drawing_modes;
static int knows_drawing_modes;
/// The status flags of `terminal` where it is shared with other processes, else -1.
static int shared_flags = -1;
static char restore_bytes[512];
static size_t restore_count;
static atomic_int armed;

/// Opens the terminal a second time, without blocking. The flag belongs to what was opened, so
/// the shell, which shares the first one, does not see it.
static int open_again(int descriptor) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  int again = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (again >= 0) return again;
  // The terminal of another user (su), or no /proc.
  shared_flags = fcntl(descriptor, F_GETFL) & ~O_NONBLOCK;
  return fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

int terminal_open(int descriptor) {
  if (terminal < 0) {
    if (tcgetattr(descriptor, &original) != 0) return -1;
    terminal = open_again(descriptor);
    drawing = fcntl(terminal, F_DUPFD_CLOEXEC, 3);
    nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  }
  knows_drawing_modes = 0;
  return drawing < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

void terminal_arm(const char *bytes, size_t count) {
  atomic_store(&armed, 0);
  restore_count = count < sizeof restore_bytes ? count : sizeof restore_bytes;
  memcpy(restore_bytes, bytes, restore_count);
  atomic_store(&armed, 1);
}

void terminal_disarm(void) { atomic_store(&armed, 0); }

int terminal_in_front(void) {
  pid_t foreground = tcgetpgrp(terminal);
  return foreground <= 0 || foreground == getpgrp();
}

static void give_back(const char *bytes, size_t count) {
  if (!terminal_in_front()) return;
  sigset_t background, before;
  sigemptyset(&background);
  sigaddset(&background, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &background, &before);
  struct pollfd room = {.fd = terminal, .events = POLLOUT};
  // A terminal that takes nothing loses the frame that waits for it, to make room for these bytes.
  if (count > 0 && poll(&room, 1, TERMINAL_PATIENCE) == 0) tcflush(terminal, TCOFLUSH);
  terminal_write_all(terminal, bytes, (long)count);
  // Keys that nobody read must not become the shell's. TCSANOW: waiting for the output could last.
  tcflush(terminal, TCIFLUSH);
  tcsetattr(terminal, TCSANOW, &original);
  // Another thread can have been in the middle of `terminal_write_now`.
  if (shared_flags >= 0) fcntl(terminal, F_SETFL, shared_flags);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void terminal_restore(void) {
  if (atomic_exchange(&armed, 0)) give_back(restore_bytes, restore_count);
}

void terminal_set_drawing_modes(void) {
  struct termios *modes = &drawing_modes;
  if (!knows_drawing_modes) {
    if (tcgetattr(terminal, modes) != 0) return;
    modes->c_iflag &= ~(tcflag_t)(IXON | IXOFF);
    modes->c_lflag &= ~(tcflag_t)IEXTEN;
    modes->c_cc[VMIN] = 0;
    modes->c_cc[VTIME] = 0;
    knows_drawing_modes = 1;
  }
  tcsetattr(terminal, TCSANOW, modes);
}

int terminal_output_descriptor(void) { return terminal_in_front() ? drawing : -1; }

long terminal_send(const char *bytes, long count) {
  if (!terminal_in_front()) return 0;
  long n = terminal_write_now(drawing, bytes, count);
  return n >= 0 ? n : errno == EAGAIN || errno == EINTR ? 0 : -1;
}

void terminal_send_last(const char *bytes, long count) {
  if (terminal_in_front()) terminal_write_all(drawing, bytes, count);
}

int terminal_accepts_output(void) {
  if (!terminal_in_front()) return 0;
  struct pollfd room = {.fd = terminal, .events = POLLOUT};
  return poll(&room, 1, 0) == 1;
}

void terminal_window_size(int *columns, int *rows) {
  struct winsize size = {0};
  if (ioctl(terminal >= 0 ? terminal : STDOUT_FILENO, TIOCGWINSZ, &size) != 0) {
    size.ws_col = size.ws_row = 0;
  }
  *columns = size.ws_col;
  *rows = size.ws_row;
}

void terminal_cut_off_drawing(void) {
  if (drawing < 0 || nothing < 0) return;
  dup2(nothing, drawing);
}

/// True for a descriptor of the terminal that the dashboard had.
static int is_terminal(int descriptor) {
  struct stat ours, other;
  return fstat(terminal, &ours) == 0 && fstat(descriptor, &other) == 0 && S_ISCHR(other.st_mode) &&
         ours.st_rdev == other.st_rdev;
}

void terminal_close(void) {
  struct pollfd room = {.fd = terminal, .events = POLLOUT};
  int takes = poll(&room, 1, TERMINAL_PATIENCE) != 0;
  if (takes && shared_flags >= 0) return;
  for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
    if (is_terminal(fd)) dup2(takes ? terminal : nothing, fd);
  }
}
