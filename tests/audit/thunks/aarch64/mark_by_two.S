/* SPDX-License-Identifier: MIT */
/* The depth is counted double. */
#define MARK COUNT(2)
#define DEFECT_AT begin
#include "skeleton.h"
