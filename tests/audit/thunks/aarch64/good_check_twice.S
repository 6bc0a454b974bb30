/* SPDX-License-Identifier: MIT */
/* Its own comparison follows the call made after act. */
#define BACK cmn x0, 4095; b.hs failing; b unmarked
#include "skeleton.h"
