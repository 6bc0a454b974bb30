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

/* One byte of libc's code to be changed: where `text` is, and by what.  For tests/inside. */
struct Spoiled {
    std::vector<uint8_t> text;
    size_t offset;
    uint8_t byte;
};

/* Of fsync in glibc <= 2.40, on the way to its system call. */
extern const Spoiled spoiled_fsync;

/*
 * Of __syscall_cancel_arch, without a change of what it does: on x86 it tests for SETXID (0x40) too, which is set
 * while another thread is in setuid, as good as never.
 */
extern const Spoiled spoiled_window;

/* The function that begins with these only tells its caller where that is. */
bool only_tells_place(const std::vector<uint8_t> &code);

}  // namespace safecancel

#endif
