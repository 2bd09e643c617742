// Counts allocations: the program's malloc and its kin are replaced by ones that count.
#pragma once
#include <stdbool.h>
#include <stdint.h>

// False under the sanitizers, which replace malloc themselves: then the counts stay 0.
bool allocation_counter_is_on(void);
// Allocations since the program started: by all threads, and by the calling thread.
uint64_t allocation_count(void);
uint64_t allocation_count_of_this_thread(void);
