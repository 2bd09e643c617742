#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

enum { KEPT = 64 << 10, LIMIT = 1 << 20 };

static int kept = -1;
static int standard_error = -1;
static atomic_int capturing;

void terminal_capture_errors(void) {
  if (atomic_load(&capturing) || !isatty(STDERR_FILENO)) return;
  kept = memfd_create("standard error", MFD_CLOEXEC);
  standard_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (kept >= 0 && standard_error >= 0) {
    // Appending, so that shortening the text does not leave a hole before the next line.
    fcntl(kept, F_SETFL, O_APPEND);
    dup2(kept, STDERR_FILENO);
    atomic_store(&capturing, 1);
    return;
  }
  if (kept >= 0) close(kept);
  if (standard_error >= 0) close(standard_error);
}

void terminal_release_errors(void) {
  if (!atomic_exchange(&capturing, 0)) return;
  dup2(standard_error, STDERR_FILENO);
  char text[512];
  long n;
  for (off_t at = 0; at < KEPT && (n = pread(kept, text, sizeof text, at)) > 0; at += n) {
    terminal_write_all(standard_error, text, n);
  }
  close(standard_error);
  close(kept);
}

void terminal_bound_errors(void) {
  struct stat file;
  if (atomic_load(&capturing) && fstat(kept, &file) == 0 && file.st_size > LIMIT) {
    (void)!ftruncate(kept, KEPT);
  }
}
