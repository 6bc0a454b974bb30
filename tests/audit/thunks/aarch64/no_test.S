/* SPDX-License-Identifier: MIT */
/* The word is not loaded. */
#define TEST
#define DEFECT_AT begin
#include "skeleton.h"
