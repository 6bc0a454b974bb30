/* SPDX-License-Identifier: MIT */
/* The call after act goes back to cancel. */
#define BACK b cancel
#define DEFECT_AT cancel
#include "skeleton.h"
