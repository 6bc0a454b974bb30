/* SPDX-License-Identifier: MIT */
/* The second one runs with a request the first one found pending. */
#define SYSTEM_CALL svc 0; DEFECT svc 0
#include "skeleton.h"
