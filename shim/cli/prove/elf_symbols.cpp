/* SPDX-License-Identifier: MIT */
#include "elf_symbols.h"

#include <link.h>

#include <cstring>
#include <fstream>
#include <iterator>

namespace safecancel::prove {
namespace {

constexpr unsigned char own_class = sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32;

/* A file in memory; reading outside of it gives zeros. */
struct File {
    std::string bytes;

    template <class Type> Type at(uint64_t offset) const
    {
        Type value{};
        if (offset <= bytes.size() && sizeof value <= bytes.size() - offset)
            memcpy(&value, bytes.data() + offset, sizeof value);
        return value;
    }

    std::string text(uint64_t offset) const
    {
        const uint64_t begin = std::min<uint64_t>(offset, bytes.size());
        return bytes.substr(begin, bytes.find('\0', begin) - begin);
    }
};

/* read rather than __read, __GI_read or read@@GLIBC. */
bool is_plainer(const std::string &one, const std::string &other)
{
    const auto bars = [](const std::string &name) { return name.find_first_not_of('_'); };
    return bars(one) != bars(other) ? bars(one) < bars(other) : one.size() < other.size();
}

void add(const File &file, const ElfW(Shdr) &table, uint64_t names, std::map<uint64_t, FunctionSymbol> &found)
{
    for (uint64_t i = 0; i + sizeof(ElfW(Sym)) <= table.sh_size; i += sizeof(ElfW(Sym))) {
        const auto symbol = file.at<ElfW(Sym)>(table.sh_offset + i);
        const auto type = ELF64_ST_TYPE(symbol.st_info);
        if (symbol.st_shndx == SHN_UNDEF || symbol.st_value == 0 ||
            (type != STT_FUNC && type != STT_NOTYPE && type != STT_GNU_IFUNC))
            continue;
        const std::string name = file.text(names + symbol.st_name);
        FunctionSymbol &known = found[symbol.st_value];
        if (!name.empty() && (known.name.empty() || is_plainer(name, known.name)))
            known = {name, std::max<uint64_t>(known.size, symbol.st_size)};
    }
}

} // namespace

std::map<uint64_t, FunctionSymbol> function_symbols(const std::string &path)
{
    std::map<uint64_t, FunctionSymbol> found;
    std::ifstream stream(path, std::ios::binary);
    const File file{{std::istreambuf_iterator<char>(stream), {}}};
    const auto header = file.at<ElfW(Ehdr)>(0);
    if (memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != own_class)
        return found;
    for (unsigned i = 0; i < header.e_shnum; ++i) {
        const auto section = file.at<ElfW(Shdr)>(header.e_shoff + i * sizeof(ElfW(Shdr)));
        if (section.sh_type != SHT_SYMTAB && section.sh_type != SHT_DYNSYM)
            continue;
        const auto strings = file.at<ElfW(Shdr)>(header.e_shoff + section.sh_link * sizeof(ElfW(Shdr)));
        add(file, section, strings.sh_offset, found);
    }
    return found;
}

} // namespace safecancel::prove
