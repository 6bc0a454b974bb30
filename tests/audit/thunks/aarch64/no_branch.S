/* SPDX-License-Identifier: MIT */
/* The test has no consequence. */
#define BRANCH
#define DEFECT_AT begin
#include "skeleton.h"
