/* SPDX-License-Identifier: MIT */
/* Arguments in another order. */
#define ARGUMENTS movl 48(%esp), %edi; movl 44(%esp), %esi; movl 36(%esp), %ecx; movl 32(%esp), %ebx
#include "skeleton.h"
