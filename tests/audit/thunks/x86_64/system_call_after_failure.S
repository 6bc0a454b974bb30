/* SPDX-License-Identifier: MIT */
/* The call is made again after it failed. */
#define GIVE_REQUEST movl -8(%rsp), %esi; DEFECT syscall
#include "skeleton.h"
