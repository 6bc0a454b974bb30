/* SPDX-License-Identifier: MIT */
/* The handler would leave the thread where it is. */
#define CANCEL_AT system_call
#define DEFECT_AT system_call
#include "skeleton.h"
