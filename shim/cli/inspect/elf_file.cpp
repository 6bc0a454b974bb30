/* SPDX-License-Identifier: MIT */
/* The ELF header, the segments, and what needs no dynamic section. */
#include "elf_file.h"

#include <elf.h>

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "elf_reader.h"

namespace safecancel::inspect {

uint64_t number_at(const Bytes &bytes, uint64_t offset, size_t size)
{
    if (offset > bytes.size() || size > bytes.size() - offset)
        return 0;
    uint64_t number = 0;
    for (size_t i = size; i-- > 0;)
        number = number << 8 | bytes[offset + i];
    return number;
}

std::optional<std::string_view> string_at(const Bytes &bytes, uint64_t offset, size_t most)
{
    if (offset >= bytes.size())
        return {};
    const size_t room = std::min<uint64_t>(most + 1, bytes.size() - offset);
    const auto *begin = reinterpret_cast<const char *>(bytes.data()) + offset;
    const void *end = memchr(begin, '\0', room);
    if (end == nullptr)
        return {};
    return std::string_view(begin, static_cast<const char *>(end) - begin);
}

std::string name_of(const Kind &kind)
{
    const auto machine = [&]() -> std::string {
        switch (kind.machine) {
        case EM_386:
            return "32-bit x86";
        case EM_ARM:
            return "32-bit Arm";
        case EM_X86_64:
            return kind.elf_class == ELFCLASS32 ? "x32" : "x86-64";
        case EM_AARCH64:
            return kind.elf_class == ELFCLASS32 ? "64-bit Arm with 32-bit addresses" : "64-bit Arm";
        case EM_PPC64:
            return "64-bit PowerPC";
        case EM_S390:
            return "S/390";
        case EM_MIPS:
            return "MIPS";
        case EM_RISCV:
            return "RISC-V";
        default:
            return fmt::format("ELF machine {}", kind.machine);
        }
    };
    return (kind.order == ELFDATA2MSB ? "big-endian " : "") + machine();
}

const Segment *Layout::first(uint32_t type) const
{
    for (const Segment &segment : segments)
        if (segment.type == type)
            return &segment;
    return nullptr;
}

namespace {

constexpr unsigned header_size = 64; /* of the wider class */

/* Offsets in the header: where they differ between the classes. */
struct HeaderOffsets {
    unsigned segments, sections, segment_size, header;
};

constexpr HeaderOffsets narrow_header = {28, 32, 42, 52}, wide_header = {32, 40, 54, 64};

Segment read_segment(const Bytes &headers, uint64_t at, bool wide)
{
    Segment segment;
    segment.type = static_cast<uint32_t>(number_at(headers, at, 4));
    segment.flags = static_cast<uint32_t>(number_at(headers, at + (wide ? 4 : 24), 4));
    const size_t word = wide ? 8 : 4;
    segment.offset = number_at(headers, at + (wide ? 8 : 4), word);
    segment.address = number_at(headers, at + (wide ? 16 : 8), word);
    segment.size = number_at(headers, at + (wide ? 32 : 16), word);
    return segment;
}

void read_kind(const Bytes &header, ElfFile &file)
{
    if (header.size() < EI_NIDENT || memcmp(header.data(), ELFMAG, SELFMAG) != 0)
        throw Unusable{header.empty() ? "is empty" : "is no ELF file"};
    file.kind.elf_class = header[EI_CLASS];
    file.kind.order = header[EI_DATA];
    if (file.kind.elf_class != ELFCLASS32 && file.kind.elf_class != ELFCLASS64)
        throw Unusable{"its ELF header is damaged: no such class"};
    if (file.kind.order != ELFDATA2LSB && file.kind.order != ELFDATA2MSB)
        throw Unusable{"its ELF header is damaged: no such byte order"};
    const bool big = file.kind.order == ELFDATA2MSB;
    const auto half = [&](unsigned at) {
        const auto number = static_cast<unsigned>(number_at(header, at, 2));
        return big ? number >> 8 | (number & 0xff) << 8 : number;
    };
    file.type = half(16);
    file.kind.machine = half(18);
    file.readable = !big;
}

} // namespace

Layout read_layout(const ByteSource &source, ElfFile &file)
{
    const Bytes header = source.read(0, header_size);
    read_kind(header, file);
    Layout layout;
    if (!file.readable)
        return layout;
    layout.wide = file.kind.elf_class == ELFCLASS64;
    const HeaderOffsets &at = layout.wide ? wide_header : narrow_header;
    if (header.size() < at.header)
        throw Unusable{"its ELF header is cut short"};
    const uint64_t start = number_at(header, at.segments, layout.word());
    const uint64_t size = number_at(header, at.segment_size, 2), count = number_at(header, at.segment_size + 2, 2);
    layout.sections = number_at(header, at.sections, layout.word());
    layout.section_size = static_cast<unsigned>(number_at(header, at.segment_size + 4, 2));
    layout.section_count = static_cast<unsigned>(number_at(header, at.segment_size + 6, 2));
    layout.section_names = static_cast<unsigned>(number_at(header, at.segment_size + 8, 2));
    if (count == 0)
        return layout;
    const uint64_t expected = layout.wide ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
    if (size != expected || size * count > largest_headers)
        throw Unusable{"its ELF header is damaged: no such program headers"};
    const Bytes headers = source.read(start, size * count);
    if (headers.size() < size * count)
        throw Unusable{"its program headers are cut short"};
    for (uint64_t i = 0; i < count; ++i)
        layout.segments.push_back(read_segment(headers, i * size, layout.wide));
    return layout;
}

Bytes read_address(const ByteSource &source, const Layout &layout, uint64_t address, uint64_t most)
{
    for (const Segment &segment : layout.segments)
        if (segment.type == PT_LOAD && address - segment.address < segment.size) {
            const uint64_t inside = address - segment.address;
            if (segment.offset > source.size())
                return {};
            return source.read(segment.offset + inside, std::min({most, segment.size - inside, largest_table}));
        }
    return {};
}

namespace {

std::string interpreter_of(const ByteSource &source, const Layout &layout)
{
    const Segment *segment = layout.first(PT_INTERP);
    if (segment == nullptr)
        return {};
    const Bytes bytes = source.read(segment->offset, std::min<uint64_t>(segment->size, 4096));
    const auto name = string_at(bytes, 0, 4095);
    if (!name || name->empty())
        throw Unusable{"its ELF header is damaged: the interpreter has no name"};
    return std::string(*name);
}

} // namespace

ElfFile read_elf(const ByteSource &source, const Wanted &wanted)
{
    ElfFile file;
    const Layout layout = read_layout(source, file);
    if (!file.readable || (file.type != ET_EXEC && file.type != ET_DYN))
        return file;
    if (layout.segments.empty())
        throw Unusable{"its ELF header is damaged: no program headers"};
    file.interpreter = interpreter_of(source, layout);
    file.go = is_go(source, layout);
    read_dynamic(source, layout, wanted, file);
    return file;
}

/* "GNU C Library (Debian GLIBC 2.36-9) stable release version 2.36." */
std::string glibc_version(const ByteSource &source)
{
    const Bytes bytes = source.read(0, 8 << 20);
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    const size_t banner = text.find("GNU C Library (");
    if (banner == text.npos)
        return {};
    const std::string_view line = text.substr(banner, 200);
    const std::string_view words = " release version ";
    const size_t at = line.find(words);
    if (at == line.npos)
        return {};
    const std::string_view rest = line.substr(at + words.size());
    const std::string_view version = rest.substr(0, rest.find_first_not_of("0123456789."));
    return std::string(version.substr(0, version.find_last_not_of('.') + 1));
}

} // namespace safecancel::inspect
