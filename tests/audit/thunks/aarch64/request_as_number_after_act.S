/* SPDX-License-Identifier: MIT */
/* The same in the call made after act. */
#define RESUME mov w8, w15
#define PLAIN_CALL DEFECT svc 0
#include "skeleton.h"
