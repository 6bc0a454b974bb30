/* SPDX-License-Identifier: MIT */
/* The number is taken by another instruction. */
#define NUMBER uxth w8, w8
#define RESUME uxth w8, w15
#include "skeleton.h"
