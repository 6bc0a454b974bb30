/* SPDX-License-Identifier: MIT */
/* The bits from 16 up are left in the number. */
#define NUMBER
#define SYSTEM_CALL DEFECT syscall
#include "skeleton.h"
