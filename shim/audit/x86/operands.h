/* SPDX-License-Identifier: MIT */
/* x86: what Capstone calls registers and memory operands, in our words. */
#ifndef SAFECANCEL_SHIM_AUDIT_X86_OPERANDS_H
#define SAFECANCEL_SHIM_AUDIT_X86_OPERANDS_H

#include <capstone/capstone.h>

#include "../instruction.h"
#include "registers.h"

namespace safecancel {

/* The general register that Capstone's `name` is, or is a part of; kNoRegister for others. */
int8_t register_of(unsigned name);

/* A whole general register, or its lower half, which a write zero-extends. */
bool is_register(const cs_x86_op &operand);

bool is_memory(const cs_x86_op &operand);

/* Sets place, displacement, base and width from a memory operand.  `size` and `address` must be set. */
void set_place(const cs_x86_op &operand, Instruction *to);

} // namespace safecancel

#endif
