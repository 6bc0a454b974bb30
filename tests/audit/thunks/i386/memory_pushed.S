/* SPDX-License-Identifier: MIT */
/* From where is not followed. */
#define SAVE_REQUEST DEFECT pushl 4(%ecx)
#include "skeleton.h"
