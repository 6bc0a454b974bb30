/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: what Capstone calls registers and memory operands, in our words. */
#ifndef SAFECANCEL_SHIM_AUDIT_AARCH64_OPERANDS_H
#define SAFECANCEL_SHIM_AUDIT_AARCH64_OPERANDS_H

#include <capstone/capstone.h>

#include "instruction.h"
#include "registers.h"

namespace safecancel {

/* The general register, or the stack pointer, that Capstone's `name` is or is a half of; kNoRegister for others. */
int8_t register_of(unsigned name);

/* Bytes of the register that Capstone's `name` is: 8, or 4 for a lower half, which a write zero-extends. */
unsigned width_of(unsigned name);

/* A general register, but not the stack pointer. */
bool is_register(const cs_arm64_op &operand);
bool is_stack_pointer(const cs_arm64_op &operand);

/* The register that reads as zero. */
bool is_zero(const cs_arm64_op &operand);

bool is_memory(const cs_arm64_op &operand);
bool is_immediate(const cs_arm64_op &operand);

/* An immediate with its shift, if it has one. */
int64_t immediate_of(const cs_arm64_op &operand);

/* Sets place, displacement, base and index from a memory operand that changes no register. */
void set_place(const cs_arm64_op &operand, Instruction *to);

} // namespace safecancel

#endif
