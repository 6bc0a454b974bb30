/* SPDX-License-Identifier: MIT */
/* Not by the entry in the frame. */
#define SYSTEM_CALL DEFECT int $0x80
#include "skeleton.h"
