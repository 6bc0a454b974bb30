/* SPDX-License-Identifier: MIT */
/* What stands at an address of a run: instruction, symbol, module. */
#ifndef SAFECANCEL_PROVE_CODE_H
#define SAFECANCEL_PROVE_CODE_H

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "elf_symbols.h"

namespace safecancel::prove {

struct Instruction {
    std::string module;  /* the file's name without its directory */
    uint64_t offset = 0; /* in the module's mapping, as `objdump` counts */
    std::string symbol;  /* "read+0x11"; empty: not known */
    std::string text;    /* "mov eax, 0" */
    unsigned size = 0;
    bool transfers = false; /* jumps, calls, returns, or enters the kernel */
    bool is_system_call = false, returns_elsewhere = false; /* processor.h */
};

/* The code of all runs forked from one stage; they have the same addresses. */
class Code {
public:
    Code();
    ~Code();
    Code(const Code &) = delete;
    Code &operator=(const Code &) = delete;

    /* `process` is a run in which something is mapped at `pc`. */
    const Instruction &at(pid_t process, uint64_t pc);

private:
    struct Mapping {
        uint64_t begin, end, base;
        std::string path;
    };
    const Mapping *mapping_of(pid_t process, uint64_t pc);
    std::string symbol_of(const Mapping &mapping, uint64_t offset);
    void disassemble(pid_t process, uint64_t pc, Instruction &instruction);

    size_t capstone_ = 0;
    std::vector<Mapping> mappings_;
    std::map<std::string, std::map<uint64_t, FunctionSymbol>> symbols_; /* by path */
    std::map<uint64_t, Instruction> known_;
};

} // namespace safecancel::prove

#endif
