/* SPDX-License-Identifier: MIT */
/* A part of the number is written. */
#define BEFORE_CALL DEFECT movk w8, 1, lsl 16
#include "skeleton.h"
