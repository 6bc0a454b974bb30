/* SPDX-License-Identifier: MIT */
/* The parts of reading an ELF file: its segments, fields of either class, and the tables of its dynamic section. */
#ifndef SAFECANCEL_INSPECT_ELF_READER_H
#define SAFECANCEL_INSPECT_ELF_READER_H

#include <optional>

#include "elf_file.h"

namespace safecancel::inspect {

/* The most that is read of one table.  The largest seen in a distribution: 12 MiB of names (LLVM). */
constexpr uint64_t largest_table = 32 << 20;
/* The kernel takes no more program headers. */
constexpr uint64_t largest_headers = 64 << 10;
/* More libraries than any program has. */
constexpr size_t most_needed = 512;

using Bytes = std::vector<uint8_t>;

/* A little-endian number of `size` bytes; 0 behind the end. */
uint64_t number_at(const Bytes &bytes, uint64_t offset, size_t size);

/* The NUL-terminated string there, of at most `most` bytes; nothing if it is longer, or has no end. */
std::optional<std::string_view> string_at(const Bytes &bytes, uint64_t offset, size_t most);

struct Segment {
    uint32_t type = 0, flags = 0;
    uint64_t offset = 0, address = 0, size = 0;
};

/* The ELF header's fields that are used, and the segments. */
struct Layout {
    bool wide = false; /* ELFCLASS64 */
    std::vector<Segment> segments;
    uint64_t sections = 0;
    unsigned section_size = 0, section_count = 0, section_names = 0;

    size_t word() const { return wide ? 8 : 4; }
    const Segment *first(uint32_t type) const;
};

/* Fills kind, type and readable of `file` too.  Throws Unusable. */
Layout read_layout(const ByteSource &source, ElfFile &file);

/* Reads up to `most` bytes at a run-time address, no further than the file's part of the segment reaches. */
Bytes read_address(const ByteSource &source, const Layout &layout, uint64_t address, uint64_t most);

/* The dynamic section: names, libraries, symbols. */
void read_dynamic(const ByteSource &source, const Layout &layout, const Wanted &wanted, ElfFile &file);

/* Whether it has what Go's linker leaves in a program. */
bool is_go(const ByteSource &source, const Layout &layout);

/* The values in a dynamic section; 0 where there is none. */
struct Dynamic {
    uint64_t strings = 0, strings_size = 0, symbols = 0, hash = 0, gnu_hash = 0, versions = 0;
    uint64_t soname = 0, rpath = 0, runpath = 0, flags = 0;
    bool has_soname = false, has_rpath = false, has_runpath = false;
    std::vector<uint64_t> needed;    /* offsets of names */
    std::vector<uint64_t> addresses; /* of all tables */
};

/* How many dynamic symbols there are, by the hash table, or by where the next table begins. */
uint64_t symbol_count(const ByteSource &source, const Layout &layout, const Dynamic &dynamic);

} // namespace safecancel::inspect

#endif
