/* SPDX-License-Identifier: MIT */
/* The entry is marked for indirect branch tracking. */
#define SAVE_REQUEST endbr64; movl %eax, -8(%rsp)
#include "skeleton.h"
