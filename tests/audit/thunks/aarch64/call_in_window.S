/* SPDX-License-Identifier: MIT */
/* A call between the test and the system call. */
#define BEFORE_CALL DEFECT bl act
#include "skeleton.h"
