/* SPDX-License-Identifier: MIT */
/* The call after act has a return of its own. */
#define BACK cmn x0, 4095; b.hs failing; DEFECT ret
#include "skeleton.h"
