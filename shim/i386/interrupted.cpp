/* SPDX-License-Identifier: MIT */
/*
 * Layer: windows, 32-bit x86.  Where a thread is that is in the code of a kernel
 * entry; see asm/i386/interrupted.h.  Everything here is async-signal-safe.
 */
#include "interrupted.h"

#include "stack.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

const KernelEntry *find_entry(uintptr_t pc)
{
    const Entries &entries = sc_config.entries;
    for (unsigned i = 0; i < entries.count; ++i)
        if (pc - entries.list[i].begin < entries.list[i].size)
            return &entries.list[i];
    return nullptr;
}

/* Out of the entry and to its call: true while there was one to come out of. */
bool leave_entry(Interrupted &thread, bool &before)
{
    const KernelEntry *entry = find_entry(thread.pc);
    if (entry == nullptr)
        return false;
    const uintptr_t offset = thread.pc - entry->begin;
    const uint8_t depth = entry->depth[offset], saved = entry->saved_ebp[offset];
    if (depth == KernelEntry::none ||
        memcmp(reinterpret_cast<const void *>(entry->begin), entry->code, entry->size) != 0)
        return false;
    before &= offset <= entry->before;
    if (saved != KernelEntry::none)
        thread.frame = *reinterpret_cast<const uintptr_t *>(thread.stack + saved);
    thread.pc = *reinterpret_cast<const uintptr_t *>(thread.stack + depth);
    thread.stack += depth + sizeof(uintptr_t);
    return true;
}

} // namespace

void find_outside_of_entries(const ucontext_t *context, Interrupted &thread)
{
    const greg_t *registers = context->uc_mcontext.gregs;
    thread = {static_cast<uintptr_t>(registers[REG_EIP]), static_cast<uintptr_t>(registers[REG_ESP]),
              static_cast<uintptr_t>(registers[REG_EBP])};
    bool first = true, outer = true;
    if (!leave_entry(thread, first))
        return;
    /* libc's helper calls the vDSO: what has been done there, has been done. */
    while (leave_entry(thread, outer))
        ;
    thread.pc -= first ? call_to_end : 0;
}

bool is_at_call(const ucontext_t *context, uintptr_t end)
{
    constexpr unsigned char trap[] = {0xcd, 0x80};
    const uintptr_t pc = static_cast<uintptr_t>(context->uc_mcontext.gregs[REG_EIP]);
    if (const KernelEntry *entry = find_entry(pc))
        return pc - entry->begin == entry->before && program_counter(context) == end - call_to_end &&
               memcmp(reinterpret_cast<const void *>(pc), trap, sizeof trap) == 0;
    return pc == end - sizeof trap && memcmp(reinterpret_cast<const void *>(pc), trap, sizeof trap) == 0;
}

bool leave_entries(uintptr_t &pc, uintptr_t stack)
{
    while (const KernelEntry *entry = find_entry(pc)) {
        const uint8_t above = entry->depth[pc - entry->begin];
        if (above == KernelEntry::none || !read_word(stack + above, pc))
            return false;
        stack += above + sizeof(uintptr_t);
    }
    return true;
}

} // namespace safecancel
