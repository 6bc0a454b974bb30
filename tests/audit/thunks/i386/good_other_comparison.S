/* SPDX-License-Identifier: MIT */
/* As a comparison with the highest result. */
#define CHECK cmpl $-4096, %eax; ja failing
#include "skeleton.h"
