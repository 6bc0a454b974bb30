/* SPDX-License-Identifier: MIT */
/* What CET wants at an entry. */
#define SAVE endbr32; pushl %ebp; pushl %edi; pushl %esi; pushl %ebx
#include "skeleton.h"
