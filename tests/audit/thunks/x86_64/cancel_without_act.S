/* SPDX-License-Identifier: MIT */
/* At cancel the call is made as if nothing were pending. */
#define SAVE movl -8(%rsp), %eax
#define ACT
#define RESTORE
#define PLAIN_CALL DEFECT syscall
#include "skeleton.h"
