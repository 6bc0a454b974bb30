/* SPDX-License-Identifier: MIT */
/* The registers of a stopped 64-bit Arm thread. */
#include "registers.h"

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

#include <stdexcept>

namespace safecancel {
namespace {

/* A set of registers by its number, as in core files. */
template <class Set> void access(int request, pid_t thread, long type, Set &set)
{
    iovec where = {&set, sizeof set};
    if (ptrace(static_cast<__ptrace_request>(request), thread, reinterpret_cast<void *>(type), &where) != 0)
        throw std::runtime_error("PTRACE_GETREGSET or PTRACE_SETREGSET");
}

}  // namespace

void skip_system_call(pid_t thread)
{
    int number = -1; /* the kernel keeps it apart from the registers */
    access(PTRACE_SETREGSET, thread, NT_ARM_SYSTEM_CALL, number);
}

void set_result(pid_t thread, long result)
{
    user_regs_struct registers{};
    access(PTRACE_GETREGSET, thread, NT_PRSTATUS, registers);
    registers.regs[0] = static_cast<unsigned long long>(result);
    access(PTRACE_SETREGSET, thread, NT_PRSTATUS, registers);
}

}  // namespace safecancel
