/* SPDX-License-Identifier: MIT */
/* It goes where a register says. */
#define BRANCH DEFECT jmp *%rdx
#include "skeleton.h"
