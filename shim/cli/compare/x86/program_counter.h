/* SPDX-License-Identifier: MIT */
/* A breakpoint, and a stopped thread's program counter: x86, 64-bit (32-bit programs there too) and 32-bit. */
#ifndef SAFECANCEL_COMPARE_PROGRAM_COUNTER_H
#define SAFECANCEL_COMPARE_PROGRAM_COUNTER_H

#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/user.h>

namespace safecancel::compare {

/* The word in memory with int3 in its first byte. */
inline long with_breakpoint(long word)
{
    return (word & ~0xffL) | 0xcc;
}

#if defined(__x86_64__)
inline constexpr auto program_counter = &user_regs_struct::rip;
#else
inline constexpr auto program_counter = &user_regs_struct::eip;
#endif

class ProgramCounter {
public:
    explicit ProgramCounter(pid_t thread) : thread_(thread) { known_ = ptrace(PTRACE_GETREGS, thread, 0, &registers_) == 0; }

    /* The thread stands behind the breakpoint that was at `address`. */
    bool is_behind_breakpoint(unsigned long address) const { return known_ && static_cast<unsigned long>(registers_.*program_counter) == address + 1; }

    void set(unsigned long address)
    {
        registers_.*program_counter = static_cast<long>(address);
        ptrace(PTRACE_SETREGS, thread_, 0, &registers_);
    }

private:
    pid_t thread_;
    bool known_;
    user_regs_struct registers_ = {};
};

} // namespace safecancel::compare

#endif
