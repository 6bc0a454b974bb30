/* SPDX-License-Identifier: MIT */
/* The same. */
#define BEFORE_CALL DEFECT subl $8, %esp
#include "skeleton.h"
