/* SPDX-License-Identifier: MIT */
/* The dynamic section of an ELF file: see elf_reader.h. */
#include <elf.h>

#include <algorithm>

#include "elf_reader.h"

#ifndef DT_RELR /* glibc 2.36 has it */
#define DT_RELR 36
#endif

namespace safecancel::inspect {
namespace {

/* Values that are addresses of tables, which therefore end the one before them. */
bool is_table(uint64_t tag)
{
    switch (tag) {
    case DT_HASH:
    case DT_GNU_HASH:
    case DT_STRTAB:
    case DT_SYMTAB:
    case DT_RELA:
    case DT_REL:
    case DT_RELR:
    case DT_JMPREL:
    case DT_VERSYM:
    case DT_VERNEED:
    case DT_VERDEF:
    case DT_INIT:
    case DT_FINI:
    case DT_INIT_ARRAY:
    case DT_FINI_ARRAY:
    case DT_PLTGOT:
        return true;
    default:
        return false;
    }
}

void take(Dynamic &dynamic, uint64_t tag, uint64_t value)
{
    if (is_table(tag))
        dynamic.addresses.push_back(value);
    switch (tag) {
    case DT_NEEDED: dynamic.needed.push_back(value); break;
    case DT_STRTAB: dynamic.strings = value; break;
    case DT_STRSZ: dynamic.strings_size = value; break;
    case DT_SYMTAB: dynamic.symbols = value; break;
    case DT_HASH: dynamic.hash = value; break;
    case DT_GNU_HASH: dynamic.gnu_hash = value; break;
    case DT_VERSYM: dynamic.versions = value; break;
    case DT_FLAGS_1: dynamic.flags = value; break;
    case DT_SONAME: dynamic.soname = value, dynamic.has_soname = true; break;
    case DT_RPATH: dynamic.rpath = value, dynamic.has_rpath = true; break;
    case DT_RUNPATH: dynamic.runpath = value, dynamic.has_runpath = true; break;
    default: break;
    }
}

Dynamic read_entries(const ByteSource &source, const Layout &layout, const Segment &segment)
{
    const Bytes bytes = source.read(segment.offset, std::min<uint64_t>(segment.size, 1 << 20));
    const size_t word = layout.word();
    Dynamic dynamic;
    for (uint64_t at = 0; at + 2 * word <= bytes.size(); at += 2 * word) {
        const uint64_t tag = number_at(bytes, at, word);
        if (tag == DT_NULL)
            break;
        take(dynamic, tag, number_at(bytes, at + word, word));
    }
    if (dynamic.needed.size() > most_needed)
        throw Unusable{"its dynamic section is damaged: it needs more libraries than any program does"};
    return dynamic;
}

/* What one entry of the symbol table says. */
struct Entry {
    uint64_t name = 0;
    unsigned type = 0, binding = 0, section = 0;
};

Entry entry_at(const Bytes &symbols, uint64_t at, bool wide)
{
    Entry entry;
    entry.name = number_at(symbols, at, 4);
    const auto info = static_cast<unsigned>(number_at(symbols, at + (wide ? 4 : 12), 1));
    entry.type = info & 15;
    entry.binding = info >> 4;
    entry.section = static_cast<unsigned>(number_at(symbols, at + (wide ? 6 : 14), 2));
    return entry;
}

void sort_names(std::vector<Symbol> &symbols)
{
    /* Of two of a name (two versions) the one that is not weak comes first, and stays. */
    std::sort(symbols.begin(), symbols.end(), [](const Symbol &one, const Symbol &other) {
        return one.name != other.name ? one.name < other.name : one.weak < other.weak;
    });
    const auto same = [](const Symbol &one, const Symbol &other) { return one.name == other.name; };
    symbols.erase(std::unique(symbols.begin(), symbols.end(), same), symbols.end());
}

void read_symbols(const ByteSource &source, const Layout &layout, const Dynamic &dynamic, const Bytes &strings,
                  const Wanted &wanted, ElfFile &file)
{
    const uint64_t size = layout.wide ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
    const uint64_t count = symbol_count(source, layout, dynamic);
    const Bytes symbols = read_address(source, layout, dynamic.symbols, count * size);
    const Bytes versions = dynamic.versions == 0 ? Bytes() : read_address(source, layout, dynamic.versions, count * 2);
    for (uint64_t i = 1; (i + 1) * size <= symbols.size(); ++i) {
        const Entry entry = entry_at(symbols, i * size, layout.wide);
        if ((entry.binding != STB_GLOBAL && entry.binding != STB_WEAK && entry.binding != STB_GNU_UNIQUE) ||
            (entry.type > STT_FUNC && entry.type != STT_GNU_IFUNC))
            continue;
        const auto name = string_at(strings, entry.name, longest_name);
        if (!name)
            continue;
        file.address_sanitizer |= *name == "__asan_init";
        if (!wanted(*name))
            continue;
        const bool weak = entry.binding == STB_WEAK;
        if (entry.section == SHN_UNDEF)
            file.imports.push_back({std::string(*name), weak});
        else if ((number_at(versions, i * 2, 2) & 0x8000) == 0) /* hidden: for programs linked long ago */
            file.exports.push_back({std::string(*name), weak});
    }
    sort_names(file.imports);
    sort_names(file.exports);
}

std::string path_at(const Bytes &strings, uint64_t offset, const char *what)
{
    const auto path = string_at(strings, offset, 64 << 10);
    if (!path)
        throw Unusable{std::string("its dynamic section is damaged: ") + what + " has no name"};
    return std::string(*path);
}

} // namespace

void read_dynamic(const ByteSource &source, const Layout &layout, const Wanted &wanted, ElfFile &file)
{
    const Segment *segment = layout.first(PT_DYNAMIC);
    if (segment == nullptr)
        return;
    const Dynamic dynamic = read_entries(source, layout, *segment);
    file.dynamic = true;
    file.pie = (dynamic.flags & DF_1_PIE) != 0;
    file.no_default_libraries = (dynamic.flags & DF_1_NODEFLIB) != 0;
    const Bytes strings = read_address(source, layout, dynamic.strings, dynamic.strings_size);
    for (const uint64_t name : dynamic.needed)
        file.needed.push_back(path_at(strings, name, "a library that it needs"));
    if (dynamic.has_soname)
        file.soname = path_at(strings, dynamic.soname, "it");
    if (dynamic.has_runpath)
        file.runpath = path_at(strings, dynamic.runpath, "its run path");
    else if (dynamic.has_rpath) /* which DT_RUNPATH overrides */
        file.rpath = path_at(strings, dynamic.rpath, "its run path");
    if (dynamic.symbols != 0 && !strings.empty())
        read_symbols(source, layout, dynamic, strings, wanted, file);
}

} // namespace safecancel::inspect
