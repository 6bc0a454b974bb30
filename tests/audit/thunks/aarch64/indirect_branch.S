/* SPDX-License-Identifier: MIT */
/* It goes where a register says. */
#define BRANCH DEFECT br x2
#include "skeleton.h"
