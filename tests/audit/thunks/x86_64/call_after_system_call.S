/* SPDX-License-Identifier: MIT */
/* The result waits in the callee while a signal arrives. */
#define RETURN DEFECT call act; ret
#include "skeleton.h"
