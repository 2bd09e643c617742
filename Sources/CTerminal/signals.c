#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CTerminal.h"
#include "faults.h"
#include "internal.h"

/// `timeout` and shells signal the process and its group: two signals within ONE_REQUEST milliseconds
/// are one request. After the second request LAST_SECONDS remain.
enum { ONE_REQUEST = 30, LAST_SECONDS = 5 };

static const int ends[] = {SIGTERM, SIGHUP,  SIGINT,  SIGQUIT,   SIGUSR1, SIGUSR2,
                           SIGALRM, SIGXCPU, SIGPROF, SIGVTALRM, SIGIO,   SIGPWR, SIGSTKFLT};

static int wake[2] = {-1, -1};
static _Atomic uint64_t pending;
/// Requests to end so far, when the last one came, and the second one's signal.
static atomic_int requests;
static _Atomic int64_t last_request;
static atomic_int second_request;
static int stops_ignored;
static atomic_int in_session;

static void note(int bit) {
  atomic_fetch_or(&pending, (uint64_t)1 << (bit > 63 ? 63 : bit));
  (void)!write(wake[1], "", 1);
}

static void exit_now(int number) {
  terminal_begin_to_die();
  terminal_cut_off_drawing();
  terminal_restore();
  terminal_release_errors();
  _exit(128 + number);
}

static void on_end(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  int insists = number == SIGINT || number == SIGTERM || number == SIGQUIT;
  int64_t now = terminal_now();
  if (number == SIGALRM && atomic_load(&second_request)) exit_now(atomic_load(&second_request));
  // The time first: a signal that another thread takes at the same moment belongs to this request.
  int64_t before = atomic_exchange(&last_request, now);
  if (before == 0) {
    atomic_store(&requests, 1);
  } else if (insists && now - before > ONE_REQUEST) {
    if (atomic_fetch_add(&requests, 1) >= 2) exit_now(number);
    atomic_store(&second_request, number);
    alarm(LAST_SECONDS);
  }
  // The terminal's own SIGINT comes from the kernel: to a dashboard that is the key Ctrl-C.
  int is_key = number == SIGINT && info->si_code == SI_KERNEL && atomic_load(&in_session);
  note(is_key ? 0 : number);
  errno = saved;
}

static void on_event(int number) {
  int saved = errno;
  note(number);
  errno = saved;
}

/// Handles a signal unless the parent had it ignored.
static void handle(int number, const struct sigaction *action) {
  struct sigaction before;
  if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
  sigaction(number, action, NULL);
}

static void at_exit(void) {
  terminal_restore();
  terminal_release_errors();
}

void terminal_install_handlers(void) {
  if (wake[0] >= 0) return;
  if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) wake[0] = wake[1] = -1;
  terminal_prepare_thread_stack();
  terminal_handle_faults();

  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigfillset(&action.sa_mask);
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  action.sa_sigaction = on_end;
  for (unsigned i = 0; i < sizeof ends / sizeof ends[0]; i++) handle(ends[i], &action);
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) handle(number, &action);

  action.sa_flags = SA_ONSTACK | SA_RESTART;
  action.sa_handler = on_event;
  sigaction(SIGCONT, &action, NULL);
  sigaction(SIGWINCH, &action, NULL);
  struct sigaction stop;
  stops_ignored = sigaction(SIGTSTP, NULL, &stop) == 0 && stop.sa_handler == SIG_IGN;

  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, NULL);
  atexit(at_exit);
}

int terminal_signal_descriptor(void) { return wake[0]; }

uint64_t terminal_take_signals(void) {
  char bytes[64];
  while (wake[0] >= 0 && read(wake[0], bytes, sizeof bytes) == sizeof bytes) {
  }
  return atomic_exchange(&pending, 0);
}

int terminal_end_requests(void) { return atomic_load(&requests); }

void terminal_expect_end(void) {
  int none = 0;
  int64_t never = 0;
  atomic_compare_exchange_strong(&requests, &none, 1);
  // A key: what follows it at once is a second request all the same.
  atomic_compare_exchange_strong(&last_request, &never, terminal_now() - ONE_REQUEST - 1);
}

void terminal_end_at_once(void) {
  atomic_store(&requests, 2);
  atomic_store(&last_request, terminal_now() - ONE_REQUEST - 1);
}

void terminal_note_stops(int on) {
  atomic_store(&in_session, on);
  if (stops_ignored) return;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigfillset(&action.sa_mask);
  action.sa_flags = SA_ONSTACK | SA_RESTART;
  action.sa_handler = on ? on_event : SIG_DFL;
  sigaction(SIGTSTP, &action, NULL);
}

void terminal_stop_process(void) {
  terminal_note_stops(0);
  raise(SIGTSTP);
  terminal_note_stops(1);
}

int terminal_come_back(void) {
  uint64_t continued = (uint64_t)1 << SIGCONT;
  while (!terminal_in_front()) {
    if (atomic_load(&requests)) return 0;
    atomic_fetch_and(&pending, ~continued);
    raise(SIGTTOU);
    // Not stopped: nobody could continue an orphaned process. The terminal answers with errors.
    if (!(atomic_load(&pending) & continued)) return 1;
  }
  return 1;
}
