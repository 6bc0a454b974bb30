/* SPDX-License-Identifier: MIT */
/* A breakpoint, and a stopped thread's program counter: 64-bit x86, and 32-bit programs there. */
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

class ProgramCounter {
public:
    explicit ProgramCounter(pid_t thread) : thread_(thread) { known_ = ptrace(PTRACE_GETREGS, thread, 0, &registers_) == 0; }

    /* The thread stands behind the breakpoint that was at `address`. */
    bool is_behind_breakpoint(unsigned long address) const { return known_ && registers_.rip == address + 1; }

    void set(unsigned long address)
    {
        registers_.rip = address;
        ptrace(PTRACE_SETREGS, thread_, 0, &registers_);
    }

private:
    pid_t thread_;
    bool known_;
    user_regs_struct registers_ = {};
};

} // namespace safecancel::compare

#endif
