/* SPDX-License-Identifier: MIT */
/* What of libc's code differs by architecture; one implementation a folder. */
#ifndef SAFECANCEL_TESTS_POINTS_INSTRUCTIONS_H
#define SAFECANCEL_TESTS_POINTS_INSTRUCTIONS_H

#include <capstone/capstone.h>

#include <cstdint>
#include <vector>

namespace safecancel {

extern const cs_arch processor;
extern const cs_mode processor_mode;

/* Makes a system call. */
bool enters_kernel(const cs_insn &instruction);

/* Direct or not: a call, a jump that is always made, and any jump at all. */
bool is_call(const cs_insn &instruction);
bool is_jump(const cs_insn &instruction);
bool is_branch(const cs_insn &instruction);

/* Bytes that say enough of a called function for the next. */
constexpr uint64_t telling_bytes = 4;

/* The function that begins with these only tells its caller where that is. */
bool only_tells_place(const std::vector<uint8_t> &code);

}  // namespace safecancel

#endif
