/* SPDX-License-Identifier: MIT */
/* Errors are told by the sign alone. */
#define CHECK DEFECT tbnz x0, 63, failing
#include "skeleton.h"
