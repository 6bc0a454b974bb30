/* SPDX-License-Identifier: MIT */
/* It writes into the caller's frame. */
#define SAVE_REQUEST mov w15, w8; DEFECT str w8, [sp, 8]
#include "skeleton.h"
