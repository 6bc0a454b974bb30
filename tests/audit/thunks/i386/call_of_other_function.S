/* SPDX-License-Identifier: MIT */
/* Who knows what that does. */
#define ACT DEFECT call failed
#include "skeleton.h"
