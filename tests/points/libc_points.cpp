/* SPDX-License-Identifier: MIT */
/* Reading a C library's code with Capstone; the contract stands in libc_points.h. */
#include "libc_points.h"

#include "instructions.h"

#include <cstdlib>
#include <cstring>
#include <map>
#include <stdexcept>

namespace safecancel {
namespace {

/* What a function's code does, as far as points go. */
struct Code {
    std::vector<uint64_t> calls;
    bool enters_kernel = false;
    uint64_t tail = 0;  /* where a function that is nothing but moves and one jump jumps to */
};

class Disassembler {
public:
    explicit Disassembler(const ElfFile &file) : file_(file)
    {
        if (cs_open(processor, processor_mode, &handle_) != CS_ERR_OK)
            throw std::runtime_error("cs_open");
        instruction_ = cs_malloc(handle_);
    }
    ~Disassembler()
    {
        cs_free(instruction_, 1);
        cs_close(&handle_);
    }
    Disassembler(const Disassembler &) = delete;
    Disassembler &operator=(const Disassembler &) = delete;

    Code read(uint64_t address, uint64_t size);

private:
    const ElfFile &file_;
    csh handle_{};
    cs_insn *instruction_;
};

/* The operand of a direct call or jump; 0 when it is none. */
uint64_t target_of(const cs_insn &instruction)
{
    const char *operand = instruction.op_str + (instruction.op_str[0] == '#');
    return std::strncmp(operand, "0x", 2) == 0 ? std::strtoull(operand, nullptr, 16) : 0;
}

Code Disassembler::read(uint64_t address, uint64_t size)
{
    const auto bytes = file_.bytes(address, size);
    const uint8_t *code = bytes.data();
    size_t left = bytes.size();
    uint64_t at = address;
    Code result;
    bool plain = true;  /* so far nothing but straight-line instructions */
    while (left > 0 && cs_disasm_iter(handle_, &code, &left, &at, instruction_)) {
        const bool calls = is_call(*instruction_), jumps = is_jump(*instruction_);
        const uint64_t target = target_of(*instruction_);
        const bool leaves = target != 0 && (target < address || target >= address + size);
        const bool tells_place = leaves && only_tells_place(file_.bytes(target, telling_bytes));
        const bool enters = enters_kernel(*instruction_);
        result.enters_kernel |= enters;
        if ((calls || jumps) && leaves && !tells_place)
            result.calls.push_back(target);
        if (jumps && leaves && plain)
            result.tail = target;
        const bool returns = std::strcmp(instruction_->mnemonic, "ret") == 0;
        if ((calls && !tells_place) || returns || enters || is_branch(*instruction_))
            plain = false;
    }
    return result;
}

/* The internal functions that make a function a point when it calls them. */
std::set<uint64_t> find_doors(const ElfFile &libc, Disassembler &disassembler)
{
    const auto read = [&](const char *name) {
        for (const auto &symbol : libc.functions())
            if (symbol.name == name && symbol.size > 0)
                return disassembler.read(symbol.address, symbol.size);
        throw std::runtime_error(libc.path() + " has no function " + name);
    };
    const Code pause = read("pause"), fsync = read("fsync");
    if (pause.calls.empty() || fsync.calls.empty() || pause.calls[0] != fsync.calls[0])
        throw std::runtime_error(libc.path() + ": pause and fsync are not understood");
    std::set<uint64_t> doors{pause.calls[0]};
    if (pause.enters_kernel)
        return doors;
    /* >= 2.41: __syscall_cancel, and the __internal_syscall_cancel it calls first. */
    const Code outer = disassembler.read(pause.calls[0], 160);
    if (outer.calls.empty())
        throw std::runtime_error(libc.path() + ": __syscall_cancel is not understood");
    doors.insert(outer.calls[0]);
    return doors;
}

}  // namespace

LibcPoints find_points(const ElfFile &libc)
{
    Disassembler disassembler(libc);
    const auto doors = find_doors(libc, disassembler);
    std::map<std::string, uint64_t> tails;
    std::set<uint64_t> reached;
    LibcPoints points;
    for (const auto &symbol : libc.functions()) {
        const Code code = disassembler.read(symbol.address, symbol.size);
        for (const uint64_t call : code.calls)
            if (doors.count(call)) {
                points.direct.insert(symbol.name);
                reached.insert(symbol.address);
            }
        if (code.tail)
            tails.emplace(symbol.name, code.tail);
    }
    /* A wrapper of a wrapper is one too. */
    for (size_t before = size_t(-1); before != reached.size();) {
        before = reached.size();
        for (const auto &[name, tail] : tails)
            if (reached.count(tail) && !points.direct.count(name)) {
                points.wrappers.insert(name);
                for (const uint64_t address : libc.addresses_of(name))
                    reached.insert(address);
            }
    }
    return points;
}

}  // namespace safecancel
