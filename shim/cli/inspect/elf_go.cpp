/* SPDX-License-Identifier: MIT */
/*
 * What Go's linker leaves in a program: a note with the build's name (cmd/internal/buildid
 * of Go), and the section .go.buildinfo (debug/buildinfo).  Either is enough.
 */
#include <elf.h>

#include <algorithm>
#include <cstring>

#include "elf_reader.h"

namespace safecancel::inspect {
namespace {

constexpr uint32_t go_build_id = 4;

/* Notes are made of words of 4 bytes, in both classes. */
bool has_go_note(const Bytes &notes)
{
    uint64_t at = 0;
    while (at + 12 <= notes.size()) {
        const uint64_t name = number_at(notes, at, 4), description = number_at(notes, at + 4, 4);
        const bool go = name == 4 && at + 16 <= notes.size() && memcmp(notes.data() + at + 12, "Go\0", 4) == 0;
        if (go && number_at(notes, at + 8, 4) == go_build_id)
            return true;
        at += 12 + ((name + 3) & ~3ull) + ((description + 3) & ~3ull);
    }
    return false;
}

/* Sections may be stripped, or wrong: then there is none of that name. */
bool has_go_section(const ByteSource &source, const Layout &layout)
{
    const uint64_t size = layout.wide ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);
    if (layout.sections == 0 || layout.section_size != size || layout.section_names >= layout.section_count)
        return false;
    const Bytes headers = source.read(layout.sections, size * layout.section_count);
    const uint64_t at = layout.section_names * size;
    const uint64_t offset = number_at(headers, at + (layout.wide ? 24 : 16), layout.word());
    const uint64_t length = number_at(headers, at + (layout.wide ? 32 : 20), layout.word());
    const Bytes names = source.read(offset, std::min<uint64_t>(length, 1 << 20));
    for (uint64_t i = 0; i < layout.section_count; ++i) {
        const auto name = string_at(names, number_at(headers, i * size, 4), 16);
        if (name && (*name == ".go.buildinfo" || *name == ".note.go.buildid"))
            return true;
    }
    return false;
}

} // namespace

bool is_go(const ByteSource &source, const Layout &layout)
{
    size_t looked_at = 0;
    for (const Segment &segment : layout.segments)
        if (segment.type == PT_NOTE && ++looked_at <= 16 &&
            has_go_note(source.read(segment.offset, std::min<uint64_t>(segment.size, 64 << 10))))
            return true;
    return has_go_section(source, layout);
}

} // namespace safecancel::inspect
