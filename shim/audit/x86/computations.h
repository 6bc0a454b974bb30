/* SPDX-License-Identifier: MIT */
/* x86: the forms that only libc's cancellation points are made of, not the thunk. */
#ifndef SAFECANCEL_SHIM_AUDIT_X86_COMPUTATIONS_H
#define SAFECANCEL_SHIM_AUDIT_X86_COMPUTATIONS_H

#include <capstone/capstone.h>

#include "../instruction.h"

namespace safecancel {

/*
 * Constants, addresses, tests and computations.  `insn` has no prefix that
 * changes what it does, and `to` has no Op yet; it gets one only if nothing but
 * registers and flags change, or a constant is stored.
 */
void classify_computation(const cs_insn &insn, Instruction *to);

/* The same of an instruction with a lock prefix. */
void classify_locked(const cs_insn &insn, Instruction *to);

} // namespace safecancel

#endif
