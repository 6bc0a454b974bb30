/* SPDX-License-Identifier: MIT */
/* The second one runs with a request the first one found pending. */
#define SYSTEM_CALL syscall; DEFECT syscall
#include "skeleton.h"
