/* SPDX-License-Identifier: MIT */
/* The call of yet another one. */
#define PLAIN_CALL DEFECT smc 0
#include "skeleton.h"
