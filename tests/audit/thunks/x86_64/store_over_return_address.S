/* SPDX-License-Identifier: MIT */
/* Eight bytes from the last four of the frame. */
#define SAVE_REQUEST movl %eax, -8(%rsp); DEFECT movq %rdi, -4(%rsp)
#include "skeleton.h"
