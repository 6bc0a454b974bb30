/* SPDX-License-Identifier: MIT */
/* What is saved is the number alone. */
#define SAVE_REQUEST and w8, w8, 0xffff
#define NUMBER mov w15, w8
#define DEFECT_AT begin
#include "skeleton.h"
