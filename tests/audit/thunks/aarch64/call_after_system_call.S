/* SPDX-License-Identifier: MIT */
/* The result waits in the callee while a signal arrives. */
#define RETURN DEFECT bl act; ret
#include "skeleton.h"
