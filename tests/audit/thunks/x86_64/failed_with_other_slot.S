/* SPDX-License-Identifier: MIT */
/* failed gets something else from the red zone. */
#define GIVE_REQUEST movl -16(%rsp), %esi
#define TO_FAILED DEFECT jmp failed
#include "skeleton.h"
