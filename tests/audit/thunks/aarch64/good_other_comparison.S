/* SPDX-License-Identifier: MIT */
/* Errors are told by "above -4096". */
#define CHECK cmn x0, 1, lsl 12; b.hi failing
#include "skeleton.h"
