/* SPDX-License-Identifier: MIT */
/* An argument is another one than the caller has given. */
#define NUMBER and w8, w8, 0xffff; DEFECT add x1, x1, 1
#include "skeleton.h"
