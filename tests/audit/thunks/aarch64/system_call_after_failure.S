/* SPDX-License-Identifier: MIT */
/* The call is made again after it failed. */
#define GIVE_REQUEST mov w1, w15; DEFECT svc 0
#include "skeleton.h"
