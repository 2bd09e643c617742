#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "internal.h"

int64_t terminal_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 + 1;
}

long terminal_write_now(int descriptor, const char *bytes, long count) {
  int flags = fcntl(descriptor, F_GETFL);
  int blocks = flags >= 0 && !(flags & O_NONBLOCK);
  if (blocks) fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
  long n = write(descriptor, bytes, (size_t)count);
  int failure = errno;
  if (blocks) fcntl(descriptor, F_SETFL, flags);
  errno = failure;
  return n;
}

void terminal_write_all(int descriptor, const char *bytes, long count) {
  int64_t end = terminal_now() + TERMINAL_PATIENCE, left;
  while (count > 0 && (left = end - terminal_now()) > 0) {
    struct pollfd room = {.fd = descriptor, .events = POLLOUT};
    int ready = poll(&room, 1, (int)left);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0 || !(room.revents & POLLOUT)) return;
    long n = terminal_write_now(descriptor, bytes, count);
    if (n < 0 && errno != EINTR && errno != EAGAIN) return;
    if (n > 0) {
      bytes += n;
      count -= n;
      end = terminal_now() + TERMINAL_PATIENCE;
    }
  }
}
