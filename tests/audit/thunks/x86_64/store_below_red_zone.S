/* SPDX-License-Identifier: MIT */
/* A signal handler would overwrite it. */
#define SAVE_REQUEST DEFECT movl %eax, -136(%rsp)
#include "skeleton.h"
