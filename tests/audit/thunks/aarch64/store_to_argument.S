/* SPDX-License-Identifier: MIT */
/* Memory of the program is written. */
#define NUMBER and w8, w8, 0xffff; DEFECT str x13, [x0]
#include "skeleton.h"
