/* SPDX-License-Identifier: MIT */
/* Errors are told by "above -4096". */
#define CHECK cmpq $-4096, %rax; ja failing
#include "skeleton.h"
