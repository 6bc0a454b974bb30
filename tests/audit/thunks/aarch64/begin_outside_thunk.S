/* SPDX-License-Identifier: MIT */
/* begin lies somewhere else. */
#define BEGIN_AT act
#define DEFECT_AT act
#include "skeleton.h"
