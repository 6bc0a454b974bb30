/* SPDX-License-Identifier: MIT */
/* The address is cut to 32 bits. */
#define GIVE_REQUEST DEFECT movl -8(%esp), %esi
#include "skeleton.h"
