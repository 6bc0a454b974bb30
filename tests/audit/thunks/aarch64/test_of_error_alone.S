/* SPDX-License-Identifier: MIT */
/* A request of pthread_cancel is not seen. */
#define FLAGS DEFECT tst w12, 0x80
#include "skeleton.h"
