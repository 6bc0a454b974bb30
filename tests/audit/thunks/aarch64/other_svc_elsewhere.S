/* SPDX-License-Identifier: MIT */
/* The call after act has a number in it. */
#define PLAIN_CALL DEFECT svc 0x80
#include "skeleton.h"
