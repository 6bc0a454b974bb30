/* SPDX-License-Identifier: MIT */
/* The call after act enters the kernel by an interrupt. */
#define PLAIN_CALL DEFECT int $0x80
#include "skeleton.h"
