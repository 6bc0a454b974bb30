/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  The lines of SAFECANCEL_TRACE; see trace.h. */
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unwind.h>

#include "act.h"
#include "filter.h"
#include "config.h"
#include "interrupted.h"
#include "machine.h"
#include "modules.h"
#include "objects.h"
#include "report.h"
#include "settings.h"
#include "statistics.h"
#include "text.h"
#include "trace_file.h"
#include "window.h"
#include "unwrapped.h"

extern "C" __attribute__((visibility("hidden"))) const char __ehdr_start[], etext[]; /* the linker's: our own code */

namespace safecancel {

namespace {

/*
 * What a line with its stack takes is no thread's stack: that may be small.  A few
 * threads at a time; one that waits in vain writes its line without.
 */
struct Room {
    uint32_t taken;
    char line[4096]; /* a pipe takes as much in one piece */
    Frame frames[64];
    ModuleSpace space;
};
constinit Room rooms[4] = {};

Room *take_room()
{
    constexpr unsigned patience = 2000;
    for (unsigned i = 0; i < patience; ++i) {
        for (Room &room : rooms)
            if (__atomic_exchange_n(&room.taken, 1, __ATOMIC_ACQUIRE) == 0)
                return &room;
        raw_syscall(__NR_sched_yield);
    }
    return nullptr;
}

/* One that is taken when the process forks stays so in the child. */
void give_back(Room *room)
{
    if (room != nullptr)
        __atomic_store_n(&room->taken, 0, __ATOMIC_RELEASE);
}

/* A walk through the calling thread's stack, our own frames left out. */
struct Walk {
    Frame *frames;
    unsigned count, limit;
};

_Unwind_Reason_Code look_at_frame(struct _Unwind_Context *context, void *data)
{
    Walk &walk = *static_cast<Walk *>(data);
    int exact = 0; /* interrupted there; otherwise it is behind a call */
    uintptr_t address = reinterpret_cast<uintptr_t (*)(struct _Unwind_Context *, int *)>(sc_config.frame_address)(
        context, &exact);
    if (address == 0)
        return _URC_END_OF_STACK;
    address -= exact != 0 ? 0 : 1;
    const uintptr_t own = reinterpret_cast<uintptr_t>(__ehdr_start);
    if (address - own >= reinterpret_cast<uintptr_t>(etext) - own)
        walk.frames[walk.count++] = {address, 0, nullptr};
    return walk.count < walk.limit ? _URC_NO_REASON : _URC_END_OF_STACK;
}

unsigned walk_stack(Frame *frames, unsigned limit)
{
    Walk walk = {frames, 0, limit};
    if (sc_config.walk_stack != nullptr && sc_config.frame_address != nullptr)
        reinterpret_cast<_Unwind_Reason_Code (*)(_Unwind_Trace_Fn, void *)>(sc_config.walk_stack)(look_at_frame, &walk);
    return walk.count;
}

/* 2026-11-26T17:05:09.123456Z, in the calendar that has always been; the days are counted from March on. */
void put_time(Text &line)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const auto seconds = static_cast<uint64_t>(now.tv_sec);
    const uint64_t days = seconds / 86400 + 719468, era = days / 146097, of_era = days % 146097;
    const uint64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const uint64_t day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const uint64_t march = (5 * day_of_year + 2) / 153, month = march < 10 ? march + 3 : march - 9;
    line.decimal(year_of_era + era * 400 + (month <= 2), 4);
    line.put('-');
    line.decimal(month, 2);
    line.put('-');
    line.decimal(day_of_year - (153 * march + 2) / 5 + 1, 2);
    line.put('T');
    line.decimal(seconds / 3600 % 24, 2);
    line.put(':');
    line.decimal(seconds / 60 % 60, 2);
    line.put(':');
    line.decimal(seconds % 60, 2);
    line.put('.');
    line.decimal(static_cast<uint64_t>(now.tv_nsec) / 1000, 6);
    line.put('Z');
}

void put_thread(Text &line)
{
    char name[17] = "";
    raw_syscall(__NR_prctl, PR_GET_NAME, reinterpret_cast<long>(name));
    line.put(" pid=");
    line.decimal(static_cast<uint64_t>(raw_syscall(__NR_getpid)));
    line.put(" tid=");
    line.decimal(static_cast<uint64_t>(raw_syscall(__NR_gettid)));
    line.put(" thread=\"");
    for (const char *c = name; *c != '\0'; ++c)
        if (*c == ' ')
            line.put(' ');
        else
            line.escaped(*c);
    line.put('"');
}

/* A call inside libc that the kernel has not made, or would restart, is told by its number. */
const char *name_in_libc(const ucontext_t *context)
{
    const Window *const window = context != nullptr ? find_failing_window(program_counter(context)) : nullptr;
    if (window == nullptr || !window->calls || !is_at_call(context, window->end))
        return "?";
    const char *const name = name_of_call(call_number(context));
    return name != nullptr ? name : is_futex(call_number(context)) ? "futex" : "?";
}

void put_place(Text &line, const Place &place, bool fails)
{
    line.put(fails ? " request=failed" : " request=acted");
    line.put(place.blocked ? " when=blocked" : " when=before");
    const unsigned row = row_of(place.point);
    line.put(row == SC_STATS_IN_LIBC ? " in=libc point=" : " in=program point=");
    if (row == SC_STATS_IN_LIBC)
        line.put(name_in_libc(place.context));
    else
        line.put(statistics().points[row].name);
}

void put_frame(Text &line, const Frame &frame)
{
    for (const char *c = frame.module; c != nullptr && *c != '\0'; ++c)
        line.escaped(*c);
    if (frame.module != nullptr)
        line.put('+');
    line.hexadecimal(frame.address - frame.base);
}

/* Innermost first; whole frames only, and three dots for those that there was no room for. */
void put_stack(Text &line, const Frame *frames, unsigned count)
{
    constexpr const char *separator = ",", *rest = "...";
    size_t whole = line.size();
    for (unsigned i = 0; i < count; ++i) {
        line.put(i == 0 ? "" : separator);
        put_frame(line, frames[i]);
        line.put(rest);
        if (line.was_cut()) {
            line.take_back(whole);
            line.put(i == 0 ? "" : separator);
            line.put(rest);
            return;
        }
        line.take_back(whole = line.size() - strlen(rest));
    }
}

void write_trace(Room *room, const Place &place, bool fails)
{
    char small[384];
    Text line = room != nullptr ? Text(room->line, sizeof room->line - 8) : Text(small, sizeof small - 8);
    put_time(line);
    put_thread(line);
    put_place(line, place, fails);
    line.put(" stack=");
    if (room != nullptr) {
        constexpr unsigned limit = sizeof room->frames / sizeof *room->frames;
        const unsigned count = walk_stack(room->frames, fails ? 1 : limit);
        find_modules(room->frames, count, room->space);
        put_stack(line, room->frames, count);
    }
    char *const text = room != nullptr ? room->line : small;
    text[line.size()] = '\n';
    write_to_trace(text, line.size() + 1);
}

} // namespace

void prepare_trace()
{
    if (settings.trace_file == nullptr)
        return;
    if (own_calls_are_allowed())
        open_trace();
    for_each_object([](const Object &object) {
        if (strcmp(object.soname(), "libgcc_s.so.1") != 0)
            return false;
        sc_config.walk_stack = reinterpret_cast<Address>(object.find(SymbolName("_Unwind_Backtrace")).address);
        sc_config.frame_address = reinterpret_cast<Address>(object.find(SymbolName("_Unwind_GetIPInfo")).address);
        return true;
    });
}

void trace(const Place &place, bool fails)
{
    if (settings.trace_file == nullptr || !own_calls_are_allowed())
        return;
    /* A handler that does not return would take the room with it; and no signal is for us that a write makes. */
    const KernelSignalSet before = change_signal_mask(SIG_SETMASK, ~KernelSignalSet{0});
    Room *const room = take_room();
    write_trace(room, place, fails);
    give_back(room);
    change_signal_mask(SIG_SETMASK, before);
}

} // namespace safecancel
