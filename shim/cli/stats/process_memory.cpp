/* SPDX-License-Identifier: MIT */
#include "process_memory.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include <fmt/format.h>

namespace safecancel::tool {

ProcessMemory::ProcessMemory(pid_t pid)
    : fd_(open(fmt::format("/proc/{}/mem", pid).c_str(), O_RDONLY | O_CLOEXEC)), error_(fd_ < 0 ? errno : 0)
{
}

ProcessMemory::~ProcessMemory()
{
    if (fd_ >= 0)
        close(fd_);
}

bool ProcessMemory::read(uint64_t address, void *place, size_t size) const
{
    auto *to = static_cast<char *>(place);
    while (size != 0) {
        const ssize_t got = pread(fd_, to, size, static_cast<off_t>(address));
        if (got <= 0)
            return false;
        address += static_cast<uint64_t>(got);
        to += got;
        size -= static_cast<size_t>(got);
    }
    return true;
}

namespace {

constexpr size_t most_segments = 64, most_entries = 256, most_text = 1 << 20, most_symbols = 1 << 14;

struct Class32 {
    using Header = Elf32_Ehdr;
    using Segment = Elf32_Phdr;
    using Entry = Elf32_Dyn;
    using Symbol = Elf32_Sym;
};

struct Class64 {
    using Header = Elf64_Ehdr;
    using Segment = Elf64_Phdr;
    using Entry = Elf64_Dyn;
    using Symbol = Elf64_Sym;
};

/* What is needed of an object's dynamic section; addresses as in memory. */
struct Dynamic {
    uint64_t symbols = 0, text = 0, text_size = 0, soname = 0;

    void take(int64_t tag, uint64_t value, uint64_t base)
    {
        const uint64_t address = value < base ? base + value : value; /* relocated by the loader, or not */
        if (tag == DT_SYMTAB)
            symbols = address;
        else if (tag == DT_STRTAB)
            text = address;
        else if (tag == DT_STRSZ)
            text_size = value;
        else if (tag == DT_SONAME)
            soname = value;
    }
};

template <class Class>
std::optional<Dynamic> read_dynamic(const ProcessMemory &memory, uint64_t base)
{
    typename Class::Header header;
    if (!memory.read(base, &header, sizeof header) || header.e_phnum > most_segments ||
        header.e_phentsize != sizeof(typename Class::Segment))
        return {};
    std::vector<typename Class::Segment> segments(header.e_phnum);
    if (!memory.read(base + header.e_phoff, segments.data(), segments.size() * sizeof segments[0]))
        return {};
    for (const auto &segment : segments) {
        if (segment.p_type != PT_DYNAMIC)
            continue;
        Dynamic dynamic;
        typename Class::Entry entry = {};
        for (size_t i = 0; i < most_entries; ++i) {
            if (!memory.read(base + segment.p_vaddr + i * sizeof entry, &entry, sizeof entry) || entry.d_tag == DT_NULL)
                break;
            dynamic.take(entry.d_tag, entry.d_un.d_val, base);
        }
        return dynamic;
    }
    return {};
}

/* The symbols end where their names begin, in every object that a linker of today has made. */
template <class Class>
std::optional<uint64_t> find(const ProcessMemory &memory, uint64_t base, const std::string &soname,
                             const std::string &name)
{
    const auto dynamic = read_dynamic<Class>(memory, base);
    if (!dynamic || dynamic->soname == 0 || dynamic->text_size == 0 || dynamic->text_size > most_text ||
        dynamic->symbols >= dynamic->text)
        return {};
    std::string text(dynamic->text_size, '\0');
    if (!memory.read(dynamic->text, text.data(), text.size()))
        return {};
    const auto named = [&](uint64_t at, const std::string &wanted) {
        return at < text.size() && wanted == text.c_str() + at;
    };
    if (!named(dynamic->soname, soname))
        return {};
    std::vector<typename Class::Symbol> symbols(
        std::min<uint64_t>(most_symbols, (dynamic->text - dynamic->symbols) / sizeof(typename Class::Symbol)));
    if (!memory.read(dynamic->symbols, symbols.data(), symbols.size() * sizeof symbols[0]))
        return {};
    for (const auto &symbol : symbols)
        if (symbol.st_shndx != SHN_UNDEF && named(symbol.st_name, name))
            return base + symbol.st_value;
    return {};
}

} // namespace

std::optional<uint64_t> find_in_memory(const ProcessMemory &memory, uint64_t base, const std::string &soname,
                                       const std::string &symbol)
{
    unsigned char ident[EI_NIDENT];
    if (!memory.read(base, ident, sizeof ident) || memcmp(ident, ELFMAG, SELFMAG) != 0 ||
        ident[EI_DATA] != ELFDATA2LSB)
        return {};
    return ident[EI_CLASS] == ELFCLASS32 ? find<Class32>(memory, base, soname, symbol)
                                         : find<Class64>(memory, base, soname, symbol);
}

} // namespace safecancel::tool
