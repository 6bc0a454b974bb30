/* SPDX-License-Identifier: MIT */
/* The mark is made with a bus lock, which costs what the thunk saves. */
#define MARK DEFECT lock incl %fs:(%r11)
#include "skeleton.h"
