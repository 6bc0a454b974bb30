/* SPDX-License-Identifier: MIT */
/* Errors are told by the result's lower half. */
#define CHECK DEFECT cmn w0, 4095; b.hs failing
#include "skeleton.h"
