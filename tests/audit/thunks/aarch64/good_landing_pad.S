/* SPDX-License-Identifier: MIT */
/* The entry is marked for branch target identification. */
#define SAVE_REQUEST bti c; mov w15, w8
#include "skeleton.h"
