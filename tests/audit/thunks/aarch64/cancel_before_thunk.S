/* SPDX-License-Identifier: MIT */
/* cancel lies before the thunk. */
#define CANCEL_AT start - 16
#define DEFECT_AT start - 16
#include "skeleton.h"
