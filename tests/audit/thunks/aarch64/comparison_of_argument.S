/* SPDX-License-Identifier: MIT */
/* What is compared is not the result. */
#define CHECK cmn x1, 4095; DEFECT b.hs failing
#include "skeleton.h"
