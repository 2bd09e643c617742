#pragma once

// What has to happen before the shared libraries start, and what only the start of a process shows.

/// The arguments as the kernel gave them, and their number; the program's name comes first. They are
/// known without /proc, which Swift's CommandLine needs. NULL and 0 before `main`.
char *const *startup_arguments(void);
int startup_argument_count(void);

/// The commit that a package was made from; NULL: the program was built for oneself.
const char *startup_commit(void);

/// The processors in the affinity mask of the calling thread, at least 1.
int startup_processor_count(void);

/// The path by which the kernel started the program, perhaps a relative one; NULL: not known.
const char *startup_executable(void);
