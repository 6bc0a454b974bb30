/* SPDX-License-Identifier: MIT */
/* A word that is no instruction. */
#define BACK b unmarked; DEFECT .inst 0
#include "skeleton.h"
