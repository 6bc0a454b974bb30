/* SPDX-License-Identifier: MIT */
/* A restarted call has left another number there, and so has act. */
#define RESUME
#define PLAIN_CALL DEFECT svc 0
#include "skeleton.h"
