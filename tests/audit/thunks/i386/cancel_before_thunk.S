/* SPDX-License-Identifier: MIT */
/* Cancel is before the thunk. */
#define CANCEL_AT start - 16
#define DEFECT_AT start - 16
#include "skeleton.h"
