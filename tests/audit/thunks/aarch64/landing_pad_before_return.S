/* SPDX-License-Identifier: MIT */
/* A landing pad is padding too. */
#define RETURN DEFECT bti c; ret
#include "skeleton.h"
