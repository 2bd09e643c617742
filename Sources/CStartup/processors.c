#define _GNU_SOURCE
#include <sched.h>
#include <unistd.h>

#include "CStartup.h"

int startup_processor_count(void) {
  // The kernel refuses a mask with fewer bits than it has processors.
  for (int bits = CPU_SETSIZE; bits <= CPU_SETSIZE << 6; bits <<= 2) {
    cpu_set_t *mask = CPU_ALLOC(bits);
    if (mask == NULL) break;
    size_t size = CPU_ALLOC_SIZE(bits);
    int count = sched_getaffinity(0, size, mask) == 0 ? CPU_COUNT_S(size, mask) : 0;
    CPU_FREE(mask);
    if (count > 0) return count;
  }
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}
