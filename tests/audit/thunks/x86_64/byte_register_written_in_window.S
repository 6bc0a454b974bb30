/* SPDX-License-Identifier: MIT */
/* A part of an argument is written. */
#define BEFORE_CALL DEFECT movb $0, %dil
#include "skeleton.h"
