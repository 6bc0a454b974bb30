/* SPDX-License-Identifier: MIT */
/* The depth is not marked. */
#define MARK
#define DEFECT_AT begin
#include "skeleton.h"
