/* SPDX-License-Identifier: MIT */
/* Reading a shared object; the contract stands in elf_file.h. */
#include "elf_file.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace safecancel {

/* `count` objects at `offset` of the file; throws if they do not lie in it. */
template <class T> const T *ElfFile::at(uint64_t offset, uint64_t count) const
{
    if (offset > content_.size() || count > (content_.size() - offset) / sizeof(T) || offset % alignof(T) != 0)
        throw std::runtime_error(path_ + ": damaged");
    return reinterpret_cast<const T *>(content_.data() + offset);
}

ElfFile::ElfFile(const std::string &path) : path_(path)
{
    constexpr int own_class = sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    content_ = text.str();
    const auto *header = at<ElfW(Ehdr)>(0);
    if (std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != own_class)
        throw std::runtime_error(path_ + ": no ELF file of this word size");
    const auto *segments = at<ElfW(Phdr)>(header->e_phoff, header->e_phnum);
    segments_.assign(segments, segments + header->e_phnum);
    const auto *sections = at<ElfW(Shdr)>(header->e_shoff, header->e_shnum);
    for (int i = 0; i < header->e_shnum; ++i)
        if (sections[i].sh_type == SHT_DYNSYM && sections[i].sh_link < header->e_shnum)
            read_symbols(sections[i], sections[sections[i].sh_link]);
    if (functions_.empty())
        throw std::runtime_error(path_ + ": no dynamic symbols");
}

void ElfFile::read_symbols(const ElfW(Shdr) &table, const ElfW(Shdr) &strings)
{
    const uint64_t count = table.sh_size / sizeof(ElfW(Sym));
    const auto *symbols = at<ElfW(Sym)>(table.sh_offset, count);
    for (uint64_t i = 0; i < count; ++i) {
        const auto &symbol = symbols[i];
        const int type = ELF64_ST_TYPE(symbol.st_info);
        if (symbol.st_shndx == SHN_UNDEF || (type != STT_FUNC && type != STT_GNU_IFUNC))
            continue;
        if (symbol.st_name >= strings.sh_size)
            throw std::runtime_error(path_ + ": damaged");
        functions_.push_back({at<char>(strings.sh_offset + symbol.st_name), symbol.st_value, symbol.st_size});
        addresses_.emplace(functions_.back().name, symbol.st_value);
    }
}

std::set<uint64_t> ElfFile::addresses_of(const std::string &name) const
{
    std::set<uint64_t> result;
    const auto [first, last] = addresses_.equal_range(name);
    for (auto it = first; it != last; ++it)
        result.insert(it->second);
    return result;
}

std::vector<uint8_t> ElfFile::bytes(uint64_t address, uint64_t size) const
{
    for (const auto &segment : segments_) {
        if (segment.p_type != PT_LOAD || address < segment.p_vaddr || address >= segment.p_vaddr + segment.p_filesz)
            continue;
        const uint64_t skip = address - segment.p_vaddr;
        const uint64_t count = std::min<uint64_t>(size, segment.p_filesz - skip);
        const auto *start = at<uint8_t>(segment.p_offset + skip, count);
        return {start, start + count};
    }
    return {};
}

}  // namespace safecancel
