/* SPDX-License-Identifier: MIT */
/* Every result goes to failed. */
#define RETURN b failing
#define DEFECT_AT start
#include "skeleton.h"
