/* SPDX-License-Identifier: MIT */
/* A prefix on the system call after act. */
#define PLAIN_CALL DEFECT .byte 0x48; syscall
#include "skeleton.h"
