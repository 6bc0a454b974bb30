/* SPDX-License-Identifier: MIT */
/*
 * 64-bit Arm: instructions that are told by their bits, an instruction being
 * four bytes: those that Capstone 4 does not know, and those that it and
 * Capstone 5 put in different words.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_AARCH64_WORDS_H
#define SAFECANCEL_SHIM_AUDIT_AARCH64_WORDS_H

#include "instruction.h"

namespace safecancel {

/* False: something else, and `to` is as it was. */
bool classify_word(uint32_t word, Instruction *to);

/* The same of an instruction that Capstone does not know; sets the name as well. */
bool classify_unknown_word(uint32_t word, Instruction *to);

} // namespace safecancel

#endif
