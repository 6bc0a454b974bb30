/* SPDX-License-Identifier: MIT */
/* Errors are told by the result's lower half. */
#define CHECK DEFECT cmpl $-4095, %eax; jae failing
#include "skeleton.h"
