/* SPDX-License-Identifier: MIT */
/* After the system call it is too late to act, and the window goes on. */
#define SYSTEM_CALL syscall; DEFECT cmpq $0, %rax
#include "skeleton.h"
