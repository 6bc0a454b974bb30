/* SPDX-License-Identifier: MIT */
/* After a restarted call the kernel has overwritten %r11. */
#define UNDO_AT_CANCEL DEFECT decl %fs:(%r11)
#include "skeleton.h"
