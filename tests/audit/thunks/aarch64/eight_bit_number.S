/* SPDX-License-Identifier: MIT */
/* Half of the number is lost. */
#define NUMBER DEFECT and w8, w8, 0xff
#include "skeleton.h"
