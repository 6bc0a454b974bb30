/* SPDX-License-Identifier: MIT */
/* A breakpoint, and a thread's registers: 64-bit Arm. */
#ifndef SAFECANCEL_COMPARE_BREAKPOINT_H
#define SAFECANCEL_COMPARE_BREAKPOINT_H

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

/* How far behind it a thread stops: brk does not move the program counter. */
inline constexpr unsigned long breakpoint_size = 0;

inline constexpr auto program_counter = &user_regs_struct::pc;

inline bool read_registers(pid_t thread, user_regs_struct &registers)
{
    iovec part = {&registers, sizeof registers};
    return ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &part) == 0;
}

inline void write_registers(pid_t thread, user_regs_struct &registers)
{
    iovec part = {&registers, sizeof registers};
    ptrace(PTRACE_SETREGSET, thread, NT_PRSTATUS, &part);
}

} // namespace safecancel::compare

#endif
