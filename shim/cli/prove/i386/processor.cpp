/* SPDX-License-Identifier: MIT */
/* A stopped 32-bit x86 thread. */
#include "processor.h"

#include <capstone/capstone.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace safecancel::prove {

const unsigned context_changes = 3; /* asm/i386/interrupted.h, leave_window */
const int capstone_processor = CS_ARCH_X86, capstone_mode = CS_MODE_32;

Registers registers(pid_t thread)
{
    user_regs_struct all{};
    if (ptrace(PTRACE_GETREGS, thread, nullptr, &all) != 0)
        throw std::system_error(errno, std::generic_category(), "PTRACE_GETREGS");
    return {static_cast<uint32_t>(all.eip), static_cast<uint32_t>(all.esp)};
}

uint64_t return_address_slot(const Registers &at_entry)
{
    return at_entry.stack;
}

bool set_breakpoint(pid_t thread, uint64_t address)
{
    /* Debug register 0; of the control register bit 0 switches it on, and all else 0 means: when executed. */
    constexpr size_t where = offsetof(user, u_debugreg[0]), control = offsetof(user, u_debugreg[7]);
    if (ptrace(PTRACE_POKEUSER, thread, control, 0L) != 0)
        return false;
    if (address == 0)
        return true;
    return ptrace(PTRACE_POKEUSER, thread, where, static_cast<long>(address)) == 0 &&
           ptrace(PTRACE_POKEUSER, thread, control, 1L) == 0;
}

/* int $0x80, or what the vDSO enters by: syscall, sysenter. */
bool is_system_call(const uint8_t *code, size_t size)
{
    return (size >= 2 && code[0] == 0xcd && code[1] == 0x80) || returns_elsewhere(code, size);
}

bool returns_elsewhere(const uint8_t *code, size_t size)
{
    return size >= 2 && code[0] == 0x0f && (code[1] == 0x05 || code[1] == 0x34);
}

bool is_repeated(const uint8_t *code, size_t size)
{
    return size >= 1 && (code[0] == 0xf2 || code[0] == 0xf3);
}

} // namespace safecancel::prove
