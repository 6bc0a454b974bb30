/* SPDX-License-Identifier: MIT */
/* The depth's offset is no address. */
#define PLAIN_CALL DEFECT call *4(%esp)
#include "skeleton.h"
