/* SPDX-License-Identifier: MIT */
/* Begin is in another function. */
#define BEGIN_AT act
#define DEFECT_AT act
#include "skeleton.h"
