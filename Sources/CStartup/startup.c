#define _GNU_SOURCE
#include "CStartup.h"

#include <stddef.h>
#include <sys/auxv.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
// This runs before a sanitizer has its own memory.
#define BEFORE_LIBRARIES __attribute__((no_sanitize("address", "thread", "undefined")))
#endif
#endif
#ifndef BEFORE_LIBRARIES
#define BEFORE_LIBRARIES
#endif

static char **arguments;
static int argument_count;

// While it loads, OpenBLAS starts a thread for every further processor, and each of them maps 128 MB.
// Here they are never used (see `LinearAlgebra.useOneThreadPerCall`), and where 128 MB cannot be mapped
// they spin for ever, before `main` could say a word. So for the time of loading one entry of the
// environment is another one.
static char one_thread[] = "OPENBLAS_NUM_THREADS=1";
// Volatile: the compiler takes a constructor for the first that runs, and removes it where its
// variables would still be NULL.
static char **volatile replaced;
static char *original;

/// 1 where `text` begins with `start`. Not strncmp: a sanitizer's own is not ready yet.
BEFORE_LIBRARIES static int begins(const char *text, const char *start) {
  while (*start != 0) {
    if (*text++ != *start++) return 0;
  }
  return 1;
}

/// An entry that no library reads while it loads; NULL: there is none. The setting's own comes first.
BEFORE_LIBRARIES static char **replaceable(char **environment) {
  static const char *const unread[] = {"_=", "SHLVL=", "OLDPWD=", "PWD=", "LOGNAME=", "USER=",
                                       "HOSTNAME=", "MAIL=", "SHELL=", "TERM=", "PATH=", "HOME="};
  for (char **entry = environment; *entry != NULL; entry++) {
    if (begins(*entry, "OPENBLAS_NUM_THREADS=")) return entry;
  }
  for (size_t place = 0; place < sizeof unread / sizeof *unread; place++) {
    for (char **entry = environment; *entry != NULL; entry++) {
      if (begins(*entry, unread[place])) return entry;
    }
  }
  return NULL;
}

BEFORE_LIBRARIES static void before_libraries(int count, char **values, char **environment) {
  argument_count = count;
  arguments = values;
  if (environment == NULL) return;
  char **entry = replaceable(environment);
  if (entry == NULL) return;
  original = *entry;
  *entry = one_thread;
  replaced = entry;
}

/// The constructors of an executable run after those of its libraries.
__attribute__((constructor)) static void after_libraries(void) {
  if (replaced == NULL) return;
  *replaced = original;
  // A library that sets a variable while it loads has made the environment a copy of those pointers.
  for (char **entry = environ; entry != NULL && *entry != NULL; entry++) {
    if (*entry == one_thread) *entry = original;
  }
}

// The GNU linker's and loader's way to run something before any library.
__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) =
    before_libraries;

char *const *startup_arguments(void) { return arguments; }

int startup_argument_count(void) { return argument_count; }

const char *startup_executable(void) { return (const char *)getauxval(AT_EXECFN); }

#ifndef RNN_TUI_COMMIT
#define RNN_TUI_COMMIT NULL
#endif

const char *startup_commit(void) { return RNN_TUI_COMMIT; }
