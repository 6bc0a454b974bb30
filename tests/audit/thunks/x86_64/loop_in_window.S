/* SPDX-License-Identifier: MIT */
/* A second branch that counts. */
#define BRANCH jnz cancel; DEFECT jrcxz cancel
#include "skeleton.h"
