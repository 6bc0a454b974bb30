/* SPDX-License-Identifier: MIT */
#include "unwinder.h"

#include <libunwind-ptrace.h>

#include <cstring>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "processor.h"
#include "signal_frame.h"
#include "trace.h"

namespace safecancel::prove {
namespace {

constexpr int deepest = 200;

/* Not empty: unwinding begins with these registers and not with the thread's own. */
SavedRegisters begin_with;

int access_register(unw_addr_space_t space, unw_regnum_t number, unw_word_t *value, int write, void *traced)
{
    if (begin_with.empty() || write)
        return _UPT_access_reg(space, number, value, write, traced);
    const auto found = begin_with.find(number);
    if (found == begin_with.end())
        return -UNW_EBADREG;
    *value = found->second;
    return 0;
}

/*
 * Memory comes by the page: unwind tables are searched word by word, and a
 * ptrace(2) for each took most of the time.  Pages away from the stack are
 * those of objects, the same in every run.
 */
constexpr uint64_t page_size = 4096, around_stack = 1 << 20;
Unwinder::Pages *pages = nullptr;
uint64_t stack_now = 0;
pid_t thread_now = -1;

int access_memory(unw_addr_space_t space, unw_word_t address, unw_word_t *value, int write, void *traced)
{
    const uint64_t begin = address & ~(page_size - 1);
    const bool on_stack = address + around_stack > stack_now && address < stack_now + around_stack;
    if (write || on_stack || address - begin > page_size - sizeof *value)
        return _UPT_access_mem(space, address, value, write, traced);
    auto &page = (*pages)[begin];
    if (page.empty())
        page = read_memory(thread_now, begin, page_size);
    if (page.size() != page_size)
        return -UNW_EINVAL;
    memcpy(value, &page[address - begin], sizeof *value);
    return 0;
}

unw_accessors_t accessors()
{
    unw_accessors_t ours = _UPT_accessors;
    ours.access_reg = access_register;
    ours.access_mem = access_memory;
    return ours;
}

/* Where unwinding has come to. */
struct Frames {
    unw_word_t pc = 0, stack = 0;
    int count = 0;
    bool found = false;
    SavedRegisters next{}; /* to go on from */
};

/* Out of code that has no tables. */
void step_out(unw_cursor_t *cursor, Frames &frames)
{
    for (const int number : saved_registers) {
        unw_word_t value = 0;
        unw_get_reg(cursor, number, &value);
        frames.next[number] = value;
    }
    leave_entry(thread_now, frames.next);
}

/* From `begin_with`, or the thread's registers, until a frame of the function at `function`, or no further. */
void unwind(unw_addr_space_t space, void *traced, uint64_t function, Frames &frames)
{
    unw_cursor_t cursor;
    int result = unw_init_remote(&cursor, space, traced);
    while (result >= 0 && frames.count++ < deepest) {
        unw_get_reg(&cursor, UNW_REG_IP, &frames.pc);
        unw_get_reg(&cursor, UNW_REG_SP, &frames.stack);
        if (is_in_entry(thread_now, frames.pc))
            return step_out(&cursor, frames);
        unw_proc_info_t procedure;
        unw_cursor_t copy = cursor; /* asking where there is no answer changes the cursor */
        frames.found = unw_get_proc_info(&copy, &procedure) == 0 && procedure.start_ip == function;
        if (frames.found)
            return;
        result = unw_step(&cursor);
        if (result == 0)
            return;
    }
}

} // namespace

Unwinder::Unwinder() : traced_(nullptr, _UPT_destroy)
{
    static unw_accessors_t ours = accessors();
    space_ = unw_create_addr_space(&ours, 0);
    if (!space_)
        throw std::runtime_error("libunwind: no address space");
    unw_set_caching_policy(static_cast<unw_addr_space_t>(space_), UNW_CACHE_GLOBAL);
}

Unwinder::~Unwinder()
{
    unw_destroy_addr_space(static_cast<unw_addr_space_t>(space_));
}

std::string Unwinder::problem(pid_t thread, uint64_t function)
{
    if (thread != thread_now) {
        traced_.reset(_UPT_create(thread));
        thread_now = thread;
    }
    pages = &pages_;
    stack_now = registers(thread).stack;
    Frames frames;
    begin_with.clear();
    do {
        frames.next.clear();
        unwind(static_cast<unw_addr_space_t>(space_), traced_.get(), function, frames);
        begin_with = frames.found || !frames.next.empty()
                         ? frames.next
                         : interrupted_registers(thread, frames.pc, frames.stack);
    } while (!begin_with.empty() && frames.count < deepest);
    if (frames.found)
        return {};
    return fmt::format("the stack unwinds {} frames to {:#x}, not to the thread's function", frames.count, frames.pc);
}

} // namespace safecancel::prove
