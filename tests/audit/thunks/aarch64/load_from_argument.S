/* SPDX-License-Identifier: MIT */
/* Memory of the program is read. */
#define NUMBER and w8, w8, 0xffff; DEFECT ldr x13, [x0]
#include "skeleton.h"
