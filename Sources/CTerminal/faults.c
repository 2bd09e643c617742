#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CTerminal.h"
#include "faults.h"
#include "internal.h"

static const struct {
  int number;
  const char *text;
} faults[] = {
    {SIGSEGV, "rnn-tui: memory fault or stack overflow (SIGSEGV)\n"},
    {SIGBUS, "rnn-tui: memory fault (SIGBUS)\n"},
    {SIGABRT, "rnn-tui: aborted (SIGABRT)\n"},
    {SIGFPE, "rnn-tui: arithmetic fault (SIGFPE)\n"},
    {SIGILL, "rnn-tui: a check in the program failed (SIGILL)\n"},
    {SIGTRAP, "rnn-tui: a check in the program failed (SIGTRAP)\n"},
    {SIGSYS, "rnn-tui: forbidden system call (SIGSYS)\n"},
};
enum { FAULTS = sizeof faults / sizeof faults[0] };

static atomic_int dying;

void terminal_begin_to_die(void) {
  // A second thread must not end the process while the first gives the terminal back.
  if (atomic_exchange(&dying, 1)) {
    for (;;) pause();
  }
}

static void on_fault(int number, siginfo_t *info, void *context) {
  (void)info;
  (void)context;
  terminal_begin_to_die();
  terminal_cut_off_drawing();
  terminal_restore();
  terminal_release_errors();
  for (int i = 0; i < FAULTS; i++) {
    if (faults[i].number == number) {
      terminal_write_all(STDERR_FILENO, faults[i].text, (long)strlen(faults[i].text));
    }
  }
  // Blocked until this handler returns, then the process ends by it where the fault was. Without
  // it a signal that was sent, or a breakpoint instruction, would be over and forgotten.
  signal(number, SIG_DFL);
  raise(number);
}

void terminal_handle_faults(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigfillset(&action.sa_mask);
  for (int i = 0; i < FAULTS; i++) sigaction(faults[i].number, &action, NULL);
}

// MARK: the stack of handlers

/// The processor's registers alone take 11 kB of it where they are 512 bits wide.
enum { STACK = 64 << 10 };

static pthread_key_t stack_key;
static pthread_once_t stack_once = PTHREAD_ONCE_INIT;

static void free_stack(void *memory) {
  stack_t off = {.ss_flags = SS_DISABLE};
  sigaltstack(&off, NULL);
  munmap(memory, STACK);
}

static void make_key(void) { pthread_key_create(&stack_key, free_stack); }

int terminal_prepare_thread_stack(void) {
  pthread_once(&stack_once, make_key);
  if (pthread_getspecific(stack_key)) return 0;
  void *memory = mmap(NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return -1;
  stack_t stack = {.ss_sp = memory, .ss_size = STACK};
  if (sigaltstack(&stack, NULL) != 0) {
    munmap(memory, STACK);
    return -1;
  }
  pthread_setspecific(stack_key, memory);
  return 0;
}
