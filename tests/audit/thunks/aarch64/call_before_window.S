/* SPDX-License-Identifier: MIT */
/* It acts on requests that are not pending. */
#define NUMBER and w8, w8, 0xffff; DEFECT bl act
#include "skeleton.h"
