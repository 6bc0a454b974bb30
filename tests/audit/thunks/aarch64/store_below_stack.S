/* SPDX-License-Identifier: MIT */
/* A signal handler would overwrite it. */
#define SAVE_REQUEST mov w15, w8; DEFECT str w8, [sp, -8]
#include "skeleton.h"
