/* SPDX-License-Identifier: MIT */
/* The branch sees flags of another instruction. */
#define CHECK cmpq $-4095, %rax; CELL(depth_cell, %rcx); incl %fs:(%rcx); decl %fs:(%rcx); DEFECT jae failing
#include "skeleton.h"
