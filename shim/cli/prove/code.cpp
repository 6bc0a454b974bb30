/* SPDX-License-Identifier: MIT */
/* Reading the code of a run, with Capstone. */
#include "code.h"

#include <capstone/capstone.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

#include "processor.h"
#include "trace.h"

namespace safecancel::prove {
namespace {

constexpr size_t longest_instruction = 15;

bool transfers_control(csh handle, const cs_insn *instruction)
{
    for (const auto group : {CS_GRP_JUMP, CS_GRP_CALL, CS_GRP_RET, CS_GRP_INT, CS_GRP_IRET})
        if (cs_insn_group(handle, instruction, group))
            return true;
    return false;
}

} // namespace

Code::Code()
{
    csh handle = 0;
    if (cs_open(static_cast<cs_arch>(capstone_processor), static_cast<cs_mode>(capstone_mode), &handle) != CS_ERR_OK)
        throw std::runtime_error("Capstone does not know this processor");
    cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
    capstone_ = handle;
}

Code::~Code()
{
    csh handle = capstone_;
    cs_close(&handle);
}

const Code::Mapping *Code::mapping_of(pid_t process, uint64_t pc)
{
    const auto find = [&]() -> const Mapping * {
        for (const Mapping &mapping : mappings_)
            if (pc >= mapping.begin && pc < mapping.end)
                return &mapping;
        return nullptr;
    };
    if (const Mapping *known = find())
        return known;
    mappings_.clear();
    std::map<std::string, uint64_t> bases;
    std::ifstream maps(fmt::format("/proc/{}/maps", process));
    for (std::string line; std::getline(maps, line);) {
        std::istringstream words(line);
        Mapping mapping{};
        std::string permissions, offset, device, inode;
        char dash;
        words >> std::hex >> mapping.begin >> dash >> mapping.end >> permissions >> offset >> device >> inode;
        std::getline(words >> std::ws, mapping.path);
        mapping.base = bases.emplace(mapping.path, mapping.begin).first->second;
        mappings_.push_back(mapping);
    }
    return find();
}

std::string Code::symbol_of(const Mapping &mapping, uint64_t offset)
{
    auto &symbols = symbols_[mapping.path];
    if (symbols.empty())
        symbols = function_symbols(mapping.path);
    auto next = symbols.upper_bound(offset);
    if (next == symbols.begin())
        return {};
    const auto &[start, symbol] = *std::prev(next);
    if (symbol.size != 0 && offset >= start + symbol.size)
        return {};
    return offset == start ? symbol.name : fmt::format("{}+{:#x}", symbol.name, offset - start);
}

void Code::disassemble(pid_t process, uint64_t pc, Instruction &instruction)
{
    const auto bytes = read_memory(process, pc, longest_instruction);
    cs_insn *decoded = nullptr;
    if (cs_disasm(capstone_, bytes.data(), bytes.size(), pc, 1, &decoded) != 1)
        return;
    instruction.text = fmt::format("{} {}", decoded->mnemonic, decoded->op_str);
    instruction.size = decoded->size;
    instruction.is_system_call = is_system_call(bytes.data(), bytes.size());
    instruction.returns_elsewhere = returns_elsewhere(bytes.data(), bytes.size());
    instruction.transfers = transfers_control(capstone_, decoded) || instruction.is_system_call;
    cs_free(decoded, 1);
}

const Instruction &Code::at(pid_t process, uint64_t pc)
{
    const auto known = known_.find(pc);
    if (known != known_.end())
        return known->second;
    Instruction &instruction = known_[pc];
    if (const Mapping *mapping = mapping_of(process, pc)) {
        instruction.module = mapping->path.substr(mapping->path.rfind('/') + 1);
        instruction.offset = pc - mapping->base;
        instruction.symbol = symbol_of(*mapping, instruction.offset);
    }
    disassemble(process, pc, instruction);
    return instruction;
}

} // namespace safecancel::prove
