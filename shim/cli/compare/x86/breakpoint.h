/* SPDX-License-Identifier: MIT */
/* A breakpoint, and a thread's registers: x86, 64-bit (32-bit programs there too) and 32-bit. */
#ifndef SAFECANCEL_COMPARE_BREAKPOINT_H
#define SAFECANCEL_COMPARE_BREAKPOINT_H

#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/user.h>

namespace safecancel::compare {

/* The word in memory with int3 in its first byte. */
inline long with_breakpoint(long word)
{
    return (word & ~0xffL) | 0xcc;
}

/* How far behind it a thread stops. */
inline constexpr unsigned long breakpoint_size = 1;

#if defined(__x86_64__)
inline constexpr auto program_counter = &user_regs_struct::rip;
#else
inline constexpr auto program_counter = &user_regs_struct::eip;
#endif

/* Not by PTRACE_GETREGSET, which gives a 32-bit program's in another form. */
inline bool read_registers(pid_t thread, user_regs_struct &registers)
{
    return ptrace(PTRACE_GETREGS, thread, 0, &registers) == 0;
}

inline void write_registers(pid_t thread, user_regs_struct &registers)
{
    ptrace(PTRACE_SETREGS, thread, 0, &registers);
}

} // namespace safecancel::compare

#endif
