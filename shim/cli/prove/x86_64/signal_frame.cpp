/* SPDX-License-Identifier: MIT */
#include "signal_frame.h"

#include <libunwind.h>
#include <sys/ucontext.h>

#include <cstring>

#include "trace.h"

namespace safecancel::prove {
namespace {

/* mov $__NR_rt_sigreturn, %rax; syscall */
constexpr uint8_t signal_return[] = {0x48, 0xc7, 0xc0, 0x0f, 0x00, 0x00, 0x00, 0x0f, 0x05};
constexpr uint64_t second_instruction = 7;

bool is_signal_return(pid_t process, uint64_t pc)
{
    const auto code = read_memory(process, pc, sizeof signal_return);
    return code.size() == sizeof signal_return && memcmp(code.data(), signal_return, sizeof signal_return) == 0;
}

constexpr struct {
    int unwind, saved;
} all[] = {
    {UNW_X86_64_RAX, REG_RAX}, {UNW_X86_64_RDX, REG_RDX}, {UNW_X86_64_RCX, REG_RCX}, {UNW_X86_64_RBX, REG_RBX},
    {UNW_X86_64_RSI, REG_RSI}, {UNW_X86_64_RDI, REG_RDI}, {UNW_X86_64_RBP, REG_RBP}, {UNW_X86_64_RSP, REG_RSP},
    {UNW_X86_64_R8, REG_R8},   {UNW_X86_64_R9, REG_R9},   {UNW_X86_64_R10, REG_R10}, {UNW_X86_64_R11, REG_R11},
    {UNW_X86_64_R12, REG_R12}, {UNW_X86_64_R13, REG_R13}, {UNW_X86_64_R14, REG_R14}, {UNW_X86_64_R15, REG_R15},
    {UNW_X86_64_RIP, REG_RIP},
};

} // namespace

SavedRegisters interrupted_registers(pid_t process, uint64_t pc, uint64_t stack)
{
    SavedRegisters found;
    if (!is_signal_return(process, pc) && !is_signal_return(process, pc - second_instruction))
        return found;
    /* struct rt_sigframe: the handler's return address, which is popped, and then the context. */
    const auto bytes = read_memory(process, stack, sizeof(ucontext_t));
    ucontext_t context;
    if (bytes.size() != sizeof context)
        return found;
    memcpy(&context, bytes.data(), sizeof context);
    for (const auto &one : all)
        found[one.unwind] = static_cast<uint64_t>(context.uc_mcontext.gregs[one.saved]);
    return found;
}

/* It knows all code. */
const std::vector<int> saved_registers;

bool is_in_entry(pid_t, uint64_t)
{
    return false;
}

void leave_entry(pid_t, SavedRegisters &)
{
}

} // namespace safecancel::prove
