/* SPDX-License-Identifier: MIT */
/* It calls something that does not act. */
#define ACT DEFECT call failed
#include "skeleton.h"
