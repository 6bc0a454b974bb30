/* SPDX-License-Identifier: MIT */
/* The red zone moves inside the window. */
#define BEFORE_CALL DEFECT subq $8, %rsp
#include "skeleton.h"
