/* SPDX-License-Identifier: MIT */
/* The registers of a stopped 32-bit x86 thread. */
#include "registers.h"

#include <sys/ptrace.h>
#include <sys/user.h>

#include <stdexcept>

namespace safecancel {
namespace {

void change(pid_t thread, long user_regs_struct::*member, long value)
{
    user_regs_struct registers{};
    if (ptrace(PTRACE_GETREGS, thread, nullptr, &registers) != 0)
        throw std::runtime_error("PTRACE_GETREGS");
    registers.*member = value;
    if (ptrace(PTRACE_SETREGS, thread, nullptr, &registers) != 0)
        throw std::runtime_error("PTRACE_SETREGS");
}

}  // namespace

void skip_system_call(pid_t thread)
{
    change(thread, &user_regs_struct::orig_eax, -1);
}

void set_result(pid_t thread, long result)
{
    change(thread, &user_regs_struct::eax, result);
}

}  // namespace safecancel
