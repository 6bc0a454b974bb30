/* SPDX-License-Identifier: MIT */
/* It never enters the kernel. */
#define SYSTEM_CALL
#define DEFECT_AT begin
#include "skeleton.h"
