/* SPDX-License-Identifier: MIT */
/* It calls something that does not act. */
#define ACT DEFECT bl failed
#include "skeleton.h"
