#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

static int terminal = -1;
static int drawing = -1;
static int nothing = -1;
static struct termios original;
static char restore_bytes[512];
static size_t restore_count;
static atomic_int armed;
static atomic_int cut_off;
static _Atomic int64_t draw_began;

int64_t terminal_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 + 1;
}

void terminal_open_standard_descriptors(void) {
  for (int fd = 0; fd <= 2; fd++) {
    // open takes the lowest free number, which is this one.
    if (fcntl(fd, F_GETFD) == -1 && errno == EBADF) (void)open("/dev/null", O_RDWR);
  }
}

int terminal_open(int descriptor) {
  if (terminal < 0) {
    if (tcgetattr(descriptor, &original) != 0) return -1;
    terminal = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  }
  drawing = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  terminal_note_stops(1);
  return terminal < 0 ? -1 : drawing;
}

void terminal_arm(const char *bytes, size_t count) {
  atomic_store(&armed, 0);
  restore_count = count < sizeof restore_bytes ? count : sizeof restore_bytes;
  memcpy(restore_bytes, bytes, restore_count);
  atomic_store(&armed, 1);
}

void terminal_disarm(void) { atomic_store(&armed, 0); }

void terminal_write_all(int descriptor, const char *bytes, long count) {
  while (count > 0) {
    struct pollfd room = {.fd = descriptor, .events = POLLOUT};
    if (poll(&room, 1, 200) <= 0 || !(room.revents & POLLOUT)) return;
    // A terminal that is nearly full would block on a long write.
    long n = write(descriptor, bytes, count < 512 ? (size_t)count : 512);
    if (n < 0 && errno != EINTR) return;
    if (n > 0) {
      bytes += n;
      count -= n;
    }
  }
}

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
  if (count > 0 && poll(&room, 1, 200) == 0) tcflush(terminal, TCOFLUSH);
  terminal_write_all(terminal, bytes, (long)count);
  // Keys that nobody read must not become the shell's. TCSANOW: waiting for the output could last.
  tcflush(terminal, TCIFLUSH);
  tcsetattr(terminal, TCSANOW, &original);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void terminal_restore(void) {
  if (atomic_exchange(&armed, 0)) give_back(restore_bytes, restore_count);
}

void terminal_restore_modes(void) {
  if (atomic_exchange(&armed, 0)) give_back(restore_bytes, cut_off ? restore_count : 0);
}

void terminal_set_drawing_modes(void) {
  struct termios modes;
  if (tcgetattr(terminal, &modes) != 0) return;
  modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
  modes.c_lflag &= ~(tcflag_t)IEXTEN;
  modes.c_cc[VMIN] = 0;
  modes.c_cc[VTIME] = 0;
  tcsetattr(terminal, TCSANOW, &modes);
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
  atomic_store(&cut_off, 1);
}

void terminal_close(void) {
  terminal_note_stops(0);
  if (!atomic_load(&cut_off) || terminal_accepts_output()) return;
  dup2(nothing, STDOUT_FILENO);
  if (isatty(STDERR_FILENO)) dup2(nothing, STDERR_FILENO);
}

void terminal_draw_begins(void) { atomic_store(&draw_began, terminal_now()); }

void terminal_draw_ends(void) { atomic_store(&draw_began, 0); }

int64_t terminal_draw_lasts(void) {
  int64_t began = atomic_load(&draw_began);
  return began == 0 ? 0 : terminal_now() - began;
}
