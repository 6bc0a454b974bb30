/* SPDX-License-Identifier: MIT */
/* Cancel is the call itself. */
#define CANCEL_AT system_call
#define DEFECT_AT system_call
#include "skeleton.h"
