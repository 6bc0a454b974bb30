/* SPDX-License-Identifier: MIT */
/* The number is what two registers have in common. */
#define NUMBER DEFECT and w8, w8, w9
#include "skeleton.h"
