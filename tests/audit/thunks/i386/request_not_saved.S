/* SPDX-License-Identifier: MIT */
/* It is nowhere. */
#define SAVE_REQUEST pushl %ecx
#define DEFECT_AT begin
#include "skeleton.h"
