/* SPDX-License-Identifier: MIT */
/* It writes into the caller's frame. */
#define SAVE_REQUEST DEFECT movl %eax, 8(%rsp)
#include "skeleton.h"
