/* SPDX-License-Identifier: MIT */
/* The test uses the register of an argument. */
#define TEST ldr w2, [x9, x11]
#define FLAGS tst w2, TESTED
#define PLAIN_CALL svc 0
#define SYSTEM_CALL DEFECT svc 0
#include "skeleton.h"
