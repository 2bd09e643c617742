// Reading and writing sound files, of libsndfile.
#pragma once
#include <sndfile.h>
