/* SPDX-License-Identifier: MIT */
/* cancelhandling. */
#define MARK DEFECT incl %gs:(%ebp)
#include "skeleton.h"
