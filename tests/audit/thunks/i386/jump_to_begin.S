/* SPDX-License-Identifier: MIT */
/* Around the mark. */
#define BACK DEFECT jmp begin
#include "skeleton.h"
