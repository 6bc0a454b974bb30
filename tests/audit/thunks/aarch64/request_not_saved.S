/* SPDX-License-Identifier: MIT */
/* The request is lost. */
#define SAVE_REQUEST
#define DEFECT_AT begin
#include "skeleton.h"
