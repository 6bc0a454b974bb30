/* SPDX-License-Identifier: MIT */
/* The mark goes into cancelhandling. */
#define MARK DEFECT incl %fs:(%rcx)
#include "skeleton.h"
