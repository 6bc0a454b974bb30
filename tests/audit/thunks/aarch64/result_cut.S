/* SPDX-License-Identifier: MIT */
/* The result loses its upper half. */
#define RETURN mov w0, w0; DEFECT ret
#include "skeleton.h"
