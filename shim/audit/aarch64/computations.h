/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: constants, addresses, comparisons and what else changes nothing but a register or flags. */
#ifndef SAFECANCEL_SHIM_AUDIT_AARCH64_COMPUTATIONS_H
#define SAFECANCEL_SHIM_AUDIT_AARCH64_COMPUTATIONS_H

#include <capstone/capstone.h>

#include "instruction.h"

namespace safecancel {

/* `to` has no Op yet; it gets one only if nothing but registers and flags change. */
void classify_computation(const cs_insn &insn, Instruction *to);

} // namespace safecancel

#endif
