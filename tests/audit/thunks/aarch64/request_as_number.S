/* SPDX-License-Identifier: MIT */
/* The bits from 16 up are left in the number. */
#define NUMBER
#define SYSTEM_CALL DEFECT svc 0
#include "skeleton.h"
