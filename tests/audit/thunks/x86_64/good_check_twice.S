/* SPDX-License-Identifier: MIT */
/* Its own comparison follows the call made after act. */
#define BACK cmpq $-4095, %rax; jae failing; jmp unmarked
#include "skeleton.h"
