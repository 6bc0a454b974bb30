/* SPDX-License-Identifier: MIT */
/* x86: instructions that enter the kernel, or may; in x86_64/ and i386/ each. */
#ifndef SAFECANCEL_SHIM_AUDIT_X86_ENTERING_H
#define SAFECANCEL_SHIM_AUDIT_X86_ENTERING_H

#include <capstone/capstone.h>

#include "instruction.h"

namespace safecancel {

/* False: something else, and `to` is as it was.  `size` and `address` must be set. */
bool classify_entering(const cs_insn &insn, Instruction *to);

} // namespace safecancel

#endif
