/* SPDX-License-Identifier: MIT */
/* Addresses above 2^63 and errors are told by other flags. */
#define CHECK cmpq $-4095, %rax; DEFECT jge failing
#include "skeleton.h"
