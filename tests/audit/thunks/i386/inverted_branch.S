/* SPDX-License-Identifier: MIT */
/* The wrong way round. */
#define BRANCH DEFECT jz cancel
#include "skeleton.h"
