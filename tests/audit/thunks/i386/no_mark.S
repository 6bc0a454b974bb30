/* SPDX-License-Identifier: MIT */
/* Nobody would signal. */
#define MARK
#define DEFECT_AT begin
#include "skeleton.h"
