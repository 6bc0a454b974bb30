/* SPDX-License-Identifier: MIT */
/* Padding after the return. */
#define RETURN ret; DEFECT brk 0
#include "skeleton.h"
