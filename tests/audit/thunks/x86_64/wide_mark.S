/* SPDX-License-Identifier: MIT */
/* The mark writes the four bytes after the depth too. */
#define MARK DEFECT incq %fs:(%r11)
#include "skeleton.h"
