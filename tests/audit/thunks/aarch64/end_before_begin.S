/* SPDX-License-Identifier: MIT */
/* The window is empty. */
#define END_AT start
#define DEFECT_AT start
#include "skeleton.h"
