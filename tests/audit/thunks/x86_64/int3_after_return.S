/* SPDX-License-Identifier: MIT */
/* Padding after the return. */
#define RETURN ret; DEFECT int3
#include "skeleton.h"
