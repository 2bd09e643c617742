// The single-precision matrix product and the thread control of OpenBLAS.
#pragma once
#include <cblas.h>
