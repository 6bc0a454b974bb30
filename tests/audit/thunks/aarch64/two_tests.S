/* SPDX-License-Identifier: MIT */
/* A second branch on the word. */
#define BRANCH b.ne cancel; DEFECT cbz w12, cancel
#include "skeleton.h"
