// How every loop is compiled: for a plain x86-64, with AVX2 and with AVX-512, chosen at load time.
// The thread sanitizer cannot instrument the choice, so it is left out there.
#pragma once
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define CK_SANITIZED 1
#endif
#endif
#if defined(__x86_64__) && !defined(CK_SANITIZED)
#define CK_CLONES \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define CK_CLONES
#endif
#define CK_INLINE static inline __attribute__((always_inline))
