/* SPDX-License-Identifier: MIT */
/*
 * The parts of a thunk whose form is the processor's: how the depth is marked,
 * and how a request is tested for.  x86 does each in one instruction on memory;
 * 64-bit Arm loads, computes and stores, and tests what it has loaded.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_SHAPE_H
#define SAFECANCEL_SHIM_AUDIT_SHAPE_H

#include "rules.h"

namespace safecancel {

/* The depth is marked by what ends right before `begin`; by which registers is a path rule, depth_register. */
bool is_marked_before(const Listing &thunk, const Instruction &begin);

/* The mark is undone by what stands at `address`. */
bool undoes_mark(const Listing &thunk, uint64_t address);

/* The test for a request, or the load that is its first half, stands at `begin`. */
bool is_test(const Instruction &begin);

/* The instruction of the test that names the bits; nullptr if there is none. */
const Instruction *bits_of_test(const Listing &thunk, const Instruction &begin);

/* A register that the window may change: no one but the test uses it. */
bool is_loaded_for_test(const Listing &thunk, const Instruction &insn);

/* A form that only this processor's thunk has, and the machine follows. */
bool is_own_form(const Instruction &insn);

} // namespace safecancel

#endif
