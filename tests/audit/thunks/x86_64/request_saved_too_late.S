/* SPDX-License-Identifier: MIT */
/* What is saved is the number alone. */
#define SAVE_REQUEST movzwl %ax, %eax
#define NUMBER movl %eax, -8(%rsp)
#define DEFECT_AT begin
#include "skeleton.h"
