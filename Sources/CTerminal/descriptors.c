#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CTerminal.h"

void terminal_open_standard_descriptors(void) {
  for (int fd = 0; fd <= 2; fd++) {
    // open takes the lowest free number, which is this one.
    if (fcntl(fd, F_GETFD) == -1 && errno == EBADF) (void)open("/dev/null", O_RDWR);
  }
}

int terminal_keep_in_memory(int descriptor) {
  int memory = memfd_create("frames", MFD_CLOEXEC);
  if (memory < 0) return -1;
  int result = dup2(memory, descriptor) < 0 ? -1 : 0;
  close(memory);
  return result;
}
