// The Fourier transform of real numbers, of kissfft; the library that is linked was built for floats.
#pragma once
#define kiss_fft_scalar float
#include <kissfft/kiss_fftr.h>
