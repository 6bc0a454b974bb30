/* SPDX-License-Identifier: MIT */
/* The branch after the call is taken for results. */
#define CHECK cmn x0, 4095; b.lo returning; b failing; returning:
#include "skeleton.h"
