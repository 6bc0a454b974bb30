/* SPDX-License-Identifier: MIT */
/* There is no system call in the window. */
#define SYSTEM_CALL
#define DEFECT_AT begin
#include "skeleton.h"
