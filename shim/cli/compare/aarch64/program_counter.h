/* SPDX-License-Identifier: MIT */
/* A breakpoint, and a stopped thread's program counter: 64-bit Arm. */
#ifndef SAFECANCEL_COMPARE_PROGRAM_COUNTER_H
#define SAFECANCEL_COMPARE_PROGRAM_COUNTER_H

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/user.h>

namespace safecancel::compare {

/* The word in memory with brk #0 in its first four bytes. */
inline long with_breakpoint(long word)
{
    return (word & ~0xffffffffL) | 0xd4200000L;
}

class ProgramCounter {
public:
    explicit ProgramCounter(pid_t thread) : thread_(thread)
    {
        iovec part = {&registers_, sizeof registers_};
        known_ = ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &part) == 0;
    }

    /* The thread stands at the breakpoint: brk does not move the program counter. */
    bool is_behind_breakpoint(unsigned long address) const { return known_ && registers_.pc == address; }

    void set(unsigned long address)
    {
        registers_.pc = address;
        iovec part = {&registers_, sizeof registers_};
        ptrace(PTRACE_SETREGSET, thread_, NT_PRSTATUS, &part);
    }

private:
    pid_t thread_;
    bool known_;
    user_regs_struct registers_ = {};
};

} // namespace safecancel::compare

#endif
