/* SPDX-License-Identifier: MIT */
/* A second branch on the word. */
#define BRANCH tbnz w12, 3, cancel; DEFECT cbz w12, cancel
#include "skeleton.h"
