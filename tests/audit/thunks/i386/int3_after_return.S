/* SPDX-License-Identifier: MIT */
/* Behind it. */
#define RETURN ret; DEFECT int3
#include "skeleton.h"
