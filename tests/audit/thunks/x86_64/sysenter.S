/* SPDX-License-Identifier: MIT */
/* The fast system call of 32-bit programs. */
#define SYSTEM_CALL DEFECT sysenter
#include "skeleton.h"
