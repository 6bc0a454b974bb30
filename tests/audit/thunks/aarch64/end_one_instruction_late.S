/* SPDX-License-Identifier: MIT */
/* After the system call it is too late to act, and the window goes on. */
#define SYSTEM_CALL svc 0; DEFECT cmp x0, 0
#include "skeleton.h"
