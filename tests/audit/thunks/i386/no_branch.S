/* SPDX-License-Identifier: MIT */
/* The test is for nothing. */
#define BRANCH
#define DEFECT_AT begin
#include "skeleton.h"
