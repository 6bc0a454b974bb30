/* SPDX-License-Identifier: MIT */
/* What is compared is not the result. */
#define CHECK cmpq $-4095, %rdi; DEFECT jae failing
#include "skeleton.h"
