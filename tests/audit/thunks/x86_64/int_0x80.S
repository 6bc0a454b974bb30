/* SPDX-License-Identifier: MIT */
/* The system call of 32-bit programs. */
#define SYSTEM_CALL DEFECT int $0x80
#include "skeleton.h"
