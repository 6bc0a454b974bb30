/* SPDX-License-Identifier: MIT */
/* Not the mark that is known. */
#define MARK DEFECT lock incl %gs:(%edx)
#include "skeleton.h"
