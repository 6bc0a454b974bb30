/* SPDX-License-Identifier: MIT */
/* The mark is made in one step. */
#define MARK DEFECT ldxr w12, [x10]; add w12, w12, 1; stxr w13, w12, [x10]
#include "skeleton.h"
