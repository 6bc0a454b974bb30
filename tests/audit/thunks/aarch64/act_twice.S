/* SPDX-License-Identifier: MIT */
/* It acts twice. */
#define ACT bl act; DEFECT bl act
#include "skeleton.h"
