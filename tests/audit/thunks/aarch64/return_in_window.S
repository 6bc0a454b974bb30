/* SPDX-License-Identifier: MIT */
/* A return between the test and the system call. */
#define BEFORE_CALL DEFECT ret
#include "skeleton.h"
