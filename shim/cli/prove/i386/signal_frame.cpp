/* SPDX-License-Identifier: MIT */
#include "signal_frame.h"

#include <capstone/capstone.h>
#include <libunwind.h>
#include <sys/auxv.h>
#include <sys/ucontext.h>

#include <cstring>
#include <fstream>
#include <string>

#include "trace.h"

namespace safecancel::prove {
namespace {

/* mov $__NR_rt_sigreturn, %eax; int $0x80, and pop %eax; mov $__NR_sigreturn, %eax; int $0x80 */
constexpr uint8_t signal_return[] = {0xb8, 0xad, 0, 0, 0, 0xcd, 0x80};
constexpr uint64_t second_instruction = 5;

bool is_signal_return(pid_t process, uint64_t pc)
{
    const auto code = read_memory(process, pc, sizeof signal_return);
    return code.size() == sizeof signal_return && memcmp(code.data(), signal_return, sizeof signal_return) == 0;
}

uint32_t word_at(pid_t process, uint64_t address)
{
    uint32_t word = 0;
    const auto bytes = read_memory(process, address, sizeof word);
    memcpy(&word, bytes.data(), bytes.size());
    return word;
}

uint64_t find_kernel_entry(pid_t process)
{
    std::ifstream maps("/proc/" + std::to_string(process) + "/maps");
    for (std::string line; std::getline(maps, line);)
        if (line.find("[vdso]") != std::string::npos)
            return std::stoull(line, nullptr, 16) + getauxval(AT_SYSINFO) - getauxval(AT_SYSINFO_EHDR);
    return 0;
}

/*
 * The vDSO's code by which the kernel is entered: in every process at the same
 * place of the vDSO.
 */
uint64_t kernel_entry(pid_t process)
{
    static std::map<pid_t, uint64_t> known;
    if (known.size() > 16)
        known.clear();
    const auto [found, is_new] = known.emplace(process, 0);
    if (is_new)
        found->second = find_kernel_entry(process);
    return found->second;
}

constexpr struct {
    unsigned capstone;
    int unwind;
} pushable[] = {{X86_REG_EBX, UNW_X86_EBX}, {X86_REG_ECX, UNW_X86_ECX}, {X86_REG_EDX, UNW_X86_EDX},
                {X86_REG_ESI, UNW_X86_ESI}, {X86_REG_EDI, UNW_X86_EDI}, {X86_REG_EBP, UNW_X86_EBP}};

int unwind_number(unsigned capstone)
{
    for (const auto &one : pushable)
        if (one.capstone == capstone)
            return one.unwind;
    return -1;
}

/* What the code from `entry` to `pc` has pushed and not popped, the last first. */
std::vector<int> pushed_before(pid_t process, uint64_t entry, uint64_t pc)
{
    std::vector<int> pushed;
    const auto code = read_memory(process, entry, pc - entry);
    csh capstone = 0;
    if (cs_open(CS_ARCH_X86, CS_MODE_32, &capstone) != CS_ERR_OK)
        return pushed;
    cs_option(capstone, CS_OPT_DETAIL, CS_OPT_ON);
    cs_insn *list = nullptr;
    const size_t count = cs_disasm(capstone, code.data(), code.size(), entry, 0, &list);
    for (size_t i = 0; i < count; ++i)
        if (list[i].id == X86_INS_PUSH)
            pushed.insert(pushed.begin(), unwind_number(list[i].detail->x86.operands[0].reg));
        else if (list[i].id == X86_INS_POP && !pushed.empty())
            pushed.erase(pushed.begin());
    cs_free(list, count);
    cs_close(&capstone);
    return pushed;
}

constexpr struct {
    int unwind, saved;
} all[] = {
    {UNW_X86_EAX, REG_EAX}, {UNW_X86_EBX, REG_EBX}, {UNW_X86_ECX, REG_ECX}, {UNW_X86_EDX, REG_EDX},
    {UNW_X86_ESI, REG_ESI}, {UNW_X86_EDI, REG_EDI}, {UNW_X86_EBP, REG_EBP}, {UNW_X86_ESP, REG_ESP},
    {UNW_X86_EIP, REG_EIP},
};

} // namespace

SavedRegisters interrupted_registers(pid_t process, uint64_t pc, uint64_t stack)
{
    SavedRegisters found;
    if (!is_signal_return(process, pc) && !is_signal_return(process, pc - second_instruction))
        return found;
    /* struct rt_sigframe: return address (popped), signal, and where siginfo and the context are. */
    const auto bytes = read_memory(process, word_at(process, stack + 2 * sizeof(uint32_t)), sizeof(ucontext_t));
    ucontext_t context{};
    memcpy(&context, bytes.data(), bytes.size()); /* the kernel's is shorter: without what glibc keeps of the FPU */
    for (const auto &one : all)
        found[one.unwind] = static_cast<uint32_t>(context.uc_mcontext.gregs[one.saved]);
    return found;
}

const std::vector<int> saved_registers = {UNW_X86_EAX, UNW_X86_EBX, UNW_X86_ECX, UNW_X86_EDX, UNW_X86_ESI,
                                          UNW_X86_EDI, UNW_X86_EBP, UNW_X86_ESP, UNW_X86_EIP};

/* In the vDSO: the unwinder finds no file for it. */
bool is_in_entry(pid_t process, uint64_t pc)
{
    constexpr uint64_t longest = 32;
    const uint64_t entry = kernel_entry(process);
    return entry != 0 && pc >= entry && pc < entry + longest;
}

void leave_entry(pid_t process, SavedRegisters &registers)
{
    uint64_t stack = registers[UNW_X86_ESP];
    for (const int number : pushed_before(process, kernel_entry(process), registers[UNW_X86_EIP])) {
        if (number >= 0)
            registers[number] = word_at(process, stack);
        stack += sizeof(uint32_t);
    }
    registers[UNW_X86_EIP] = word_at(process, stack);
    registers[UNW_X86_ESP] = stack + sizeof(uint32_t);
}

} // namespace safecancel::prove
