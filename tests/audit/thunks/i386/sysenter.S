/* SPDX-License-Identifier: MIT */
/* The kernel would return to the vDSO. */
#define SYSTEM_CALL DEFECT sysenter
#include "skeleton.h"
