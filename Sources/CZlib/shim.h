// Inflating and the checksum of zip archives, of zlib.
#pragma once
#define ZLIB_CONST
#include <zlib.h>

/// Begins a stream of deflated bytes without a header around them, as zip archives hold them.
static inline int zlib_begin(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
