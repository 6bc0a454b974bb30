/* SPDX-License-Identifier: MIT */
/* begin lies inside the test. */
#define BEGIN_AT begin + 1
#define DEFECT_AT begin + 1
#include "skeleton.h"
