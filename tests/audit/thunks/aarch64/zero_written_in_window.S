/* SPDX-License-Identifier: MIT */
/* What is written is no register. */
#define BEFORE_CALL DEFECT str wzr, [x9, x10]
#include "skeleton.h"
