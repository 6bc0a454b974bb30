/* SPDX-License-Identifier: MIT */
/* End is in the call. */
#define END_AT end - 1
#define DEFECT_AT end - 1
#include "skeleton.h"
