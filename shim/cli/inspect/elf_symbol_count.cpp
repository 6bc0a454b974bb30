/* SPDX-License-Identifier: MIT */
/* How many dynamic symbols a file has: nothing says so but the hash tables, which are for finding them. */
#include <elf.h>

#include <algorithm>

#include "elf_reader.h"

namespace safecancel::inspect {
namespace {

/* Where nothing else is known: up to the table that comes next.  Entries are of one size, so at most a few are none. */
uint64_t count_up_to_next_table(const Layout &layout, const Dynamic &dynamic)
{
    uint64_t end = UINT64_MAX;
    for (const uint64_t address : dynamic.addresses)
        if (address > dynamic.symbols)
            end = std::min(end, address);
    for (const Segment &segment : layout.segments)
        if (segment.type == PT_LOAD && dynamic.symbols - segment.address < segment.size)
            end = std::min(end, segment.address + segment.size);
    const uint64_t size = layout.wide ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
    return end == UINT64_MAX ? 0 : (end - dynamic.symbols) / size;
}

/* The last symbol ends the chain of the highest bucket; 0 if the table is empty, and then says nothing. */
uint64_t count_of_gnu_hash(const ByteSource &source, const Layout &layout, uint64_t table)
{
    const Bytes head = read_address(source, layout, table, 16);
    const uint64_t buckets = number_at(head, 0, 4), first = number_at(head, 4, 4), bloom = number_at(head, 8, 4);
    const uint64_t start = table + 16 + bloom * layout.word();
    const Bytes chains_of = read_address(source, layout, start, buckets * 4);
    uint64_t last = 0;
    for (uint64_t at = 0; at < chains_of.size(); at += 4)
        last = std::max(last, number_at(chains_of, at, 4));
    if (last == 0 || last < first)
        return 0;
    const Bytes chain = read_address(source, layout, start + buckets * 4 + (last - first) * 4, largest_table);
    for (uint64_t at = 0; at + 4 <= chain.size(); at += 4, ++last)
        if ((number_at(chain, at, 4) & 1) != 0)
            return last + 1;
    return 0;
}

} // namespace

uint64_t symbol_count(const ByteSource &source, const Layout &layout, const Dynamic &dynamic)
{
    const uint64_t size = layout.wide ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
    uint64_t count = 0;
    if (dynamic.hash != 0)
        count = number_at(read_address(source, layout, dynamic.hash, 8), 4, 4);
    if (count == 0 && dynamic.gnu_hash != 0)
        count = count_of_gnu_hash(source, layout, dynamic.gnu_hash);
    if (count == 0)
        count = count_up_to_next_table(layout, dynamic);
    if (count * size > largest_table)
        throw Unusable{"its table of symbols is damaged, or larger than is read"};
    return count;
}

} // namespace safecancel::inspect
