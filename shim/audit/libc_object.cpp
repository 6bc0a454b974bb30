/* SPDX-License-Identifier: MIT */
/* Code and names of one of libc's objects; see libc_object.h. */
#include "libc_object.h"

#include <link.h>
#include <string.h>

namespace safecancel {
namespace {

/* The exported functions of an object, for a range-based loop. */
struct Symbols {
    const ElfW(Sym) *first, *limit;

    explicit Symbols(const sc_audit_object &facts)
        : first(static_cast<const ElfW(Sym) *>(facts.symbols)), limit(first + facts.symbol_count)
    {
    }
    const ElfW(Sym) *begin() const { return first; }
    const ElfW(Sym) *end() const { return limit; }
};

/* Not an indirect one: its value is a function that chooses the function. */
bool is_function(const ElfW(Sym) &symbol)
{
    return symbol.st_shndx != SHN_UNDEF && (symbol.st_info & 0xf) == STT_FUNC;
}

/* Of several names at one place: the one programs use. */
bool is_better(const char *name, const char *than)
{
    return than == nullptr || (than[0] == '_' && name[0] != '_');
}

bool may_be_nearest(const sc_audit_window &window, uint64_t start)
{
    return window.name == nullptr || window.begin - start <= window.offset;
}

void take_name(sc_audit_window *window, const char *name, uint64_t start)
{
    const uint64_t offset = window->begin - start;
    const bool nearer = window->name == nullptr || offset < window->offset;
    if (!nearer && !(offset == window->offset && is_better(name, window->name)))
        return;
    window->name = name;
    window->offset = offset;
}

} // namespace

bool LibcObject::decode(uint64_t address, Instruction *insn)
{
    if (decode(address, UINT64_MAX, insn, 1) != 1)
        return false;
    if (insn->op == Op::Call)
        classify_call(insn);
    return true;
}

unsigned LibcObject::decode(uint64_t address, uint64_t size, Instruction *list, unsigned room)
{
    if (!holds(address))
        return 0;
    const uint64_t offset = address - facts_.start, left = facts_.size - offset;
    return disassembler_->decode(facts_.code + offset, size < left ? size : left, address, list, room);
}

void LibcObject::find_plain_points(Function *points) const
{
    for (const ElfW(Sym) &symbol : Symbols(facts_)) {
        if (!is_function(symbol))
            continue;
        const char *name = facts_.strings + symbol.st_name;
        for (unsigned i = 0; i < kPlainPointCount; ++i)
            if (name[0] == kPlainPoints[i][0] && strcmp(name, kPlainPoints[i]) == 0)
                points[i] = {facts_.base + symbol.st_value, symbol.st_size};
    }
}

const char *LibcObject::name_before(uint64_t address, uint64_t *offset) const
{
    sc_audit_window place = {};
    place.begin = address;
    name_windows(&place, 1);
    *offset = place.offset;
    return place.name;
}

/* A function is the nearest of all windows behind it up to the next function: no further ones are asked. */
void LibcObject::name_windows(sc_audit_window *windows, unsigned count) const
{
    for (const ElfW(Sym) &symbol : Symbols(facts_)) {
        if (!is_function(symbol))
            continue;
        const uint64_t start = facts_.base + symbol.st_value;
        unsigned low = 0, high = count;
        while (low < high) {
            const unsigned middle = (low + high) / 2;
            if (windows[middle].begin < start)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < count && may_be_nearest(windows[low], start); ++low)
            take_name(&windows[low], facts_.strings + symbol.st_name, start);
    }
}

} // namespace safecancel
