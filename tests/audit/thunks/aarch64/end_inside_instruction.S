/* SPDX-License-Identifier: MIT */
/* end lies inside the system call. */
#define END_AT end - 1
#define DEFECT_AT end - 1
#include "skeleton.h"
