/* SPDX-License-Identifier: MIT */
/* The bytes in memory are not those of the file. */
#define LINKED_AT other_bytes
#define DEFECT_AT start
#include "skeleton.h"
