/* SPDX-License-Identifier: MIT */
/* 32-bit x86: code that makes a system call; the contract is sc_audit_kernel_entry's in audit.h. */
#ifndef SAFECANCEL_SHIM_AUDIT_I386_ENTRIES_H
#define SAFECANCEL_SHIM_AUDIT_I386_ENTRIES_H

#include "audit.h"
#include "instruction.h"

namespace safecancel {

/* Maps the code that begins with these instructions.  Returns null, or why it is not understood. */
const char *map_entry(const Instruction *list, unsigned count, sc_audit_entry *entry);

/* The i-th sentence about an entry, or nullptr past the last: the tests have a case for each. */
const char *entry_sentence(unsigned i);

} // namespace safecancel

#endif
