/* SPDX-License-Identifier: MIT */
/* Somebody rewrote it. */
#define LINKED_AT other_bytes
#define DEFECT_AT start
#include "skeleton.h"
