/* SPDX-License-Identifier: MIT */
/* Once is enough. */
#define ACT call act; DEFECT call act
#include "skeleton.h"
