/* SPDX-License-Identifier: MIT */
/* Whatever that holds. */
#define LOAD_ENTRY CELL(other_cell, %ebx)
#define SYSTEM_CALL DEFECT call *(%esp)
#include "skeleton.h"
