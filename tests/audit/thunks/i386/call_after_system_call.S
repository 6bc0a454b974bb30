/* SPDX-License-Identifier: MIT */
/* It may act. */
#define RETURN DEFECT call act; ret
#include "skeleton.h"
