/* SPDX-License-Identifier: MIT */
/* The bits are those that the second thunk tests for. */
#define TESTED 0x80
#include "skeleton.h"
