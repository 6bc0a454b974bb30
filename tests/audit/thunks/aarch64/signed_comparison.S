/* SPDX-License-Identifier: MIT */
/* Addresses above 2^63 and errors are told by other flags. */
#define CHECK cmn x0, 4095; DEFECT b.ge failing
#include "skeleton.h"
