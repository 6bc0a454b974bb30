/* SPDX-License-Identifier: MIT */
/* A restarted call has another number. */
#define SAVE_REQUEST mov w15, w8
#define NUMBER mov w8, w15; mov w15, w1
#define DEFECT_AT begin
#include "skeleton.h"
