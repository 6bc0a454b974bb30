/* SPDX-License-Identifier: MIT */
/* A prefix that has had several meanings. */
#define RETURN DEFECT rep; ret
#include "skeleton.h"
