/* SPDX-License-Identifier: MIT */
/* A second branch on other flags. */
#define BRANCH jnz cancel; DEFECT jb cancel
#include "skeleton.h"
