/* SPDX-License-Identifier: MIT */
/* At cancel the call is made as if nothing were pending. */
#define SAVE
#define ACT
#define RESTORE
#define PLAIN_CALL DEFECT svc 0
#include "skeleton.h"
