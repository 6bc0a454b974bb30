/* SPDX-License-Identifier: MIT */
/* The test is of CANCELED, and a request for an error goes unseen. */
#define TEST DEFECT testb $8, %fs:(%rcx)
#include "skeleton.h"
