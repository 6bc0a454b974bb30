/* SPDX-License-Identifier: MIT */
/* It acts twice. */
#define ACT call act; DEFECT call act
#include "skeleton.h"
