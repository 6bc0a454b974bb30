/* SPDX-License-Identifier: MIT */
/* Room for a rewriter before the call made after act. */
#define PLAIN_CALL DEFECT nopw 0(%rax); syscall
#include "skeleton.h"
