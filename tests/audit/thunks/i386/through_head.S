/* SPDX-License-Identifier: MIT */
/* By whatever the thread's head names. */
#define PLAIN_CALL DEFECT call *%gs:0x10
#include "skeleton.h"
