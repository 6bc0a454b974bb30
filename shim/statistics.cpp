/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  Counting; see statistics.h. */
#include "statistics.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "filter.h"
#include "statistics_file.h"
#include "thread_state.h"

namespace safecancel {

extern "C" {
__attribute__((visibility("default"), aligned(SC_LARGEST_PAGE)))
constinit StatisticsArea safecancel_v1_statistics = {};
}
/* Past the table of symbols that other objects could put theirs into. */
extern StatisticsArea statistics_area __attribute__((visibility("hidden"), alias("safecancel_v1_statistics")));

namespace {

struct Call {
    uint16_t number;
    char name[SC_STATS_NAME];
};

constexpr Call table[] = {
#define SC_CALL(call, number, arguments, kind) {number, #call},
#include "points.def"
};
#include "unwrapped.h" /* here, since the table names what it forbids */
constexpr unsigned table_size = sizeof table / sizeof *table;

/* An earlier line has the same number: clock_nanosleep, which stands there for each kind of failure. */
constexpr bool is_again(unsigned line)
{
    for (unsigned i = 0; i < line; ++i)
        if (table[i].number == table[line].number)
            return true;
    return false;
}

struct Rows {
    Call calls[table_size];
    unsigned count;
};

constexpr Rows make_rows()
{
    Rows rows = {};
    for (unsigned i = 0; i < table_size; ++i)
        if (!is_again(i))
            rows.calls[rows.count++] = table[i];
    return rows;
}

constexpr Rows rows = make_rows();
static_assert(rows.count + SC_STATS_OWN_POINTS <= SC_STATS_POINTS);

#if defined(__x86_64__)
constexpr uint32_t own_machine = EM_X86_64;
#elif defined(__i386__)
constexpr uint32_t own_machine = EM_386;
#else
constexpr uint32_t own_machine = EM_AARCH64;
#endif

/* By number, so that a call with a request for it takes no longer than without: its row plus one; 0: none. */
constexpr unsigned number_limit = 512;
struct Index {
    uint8_t places[number_limit];
};

constexpr Index make_index()
{
    Index index = {};
    for (unsigned i = 0; i < rows.count; ++i)
        index.places[rows.calls[i].number] = static_cast<uint8_t>(i + 1);
    return index;
}

constexpr Index numbers = make_index();
static_assert(rows.count < 255);

const Call *find_call(long number)
{
    const unsigned place = static_cast<unsigned long>(number) < number_limit ? numbers.places[number] : 0;
    return place == 0 ? nullptr : &rows.calls[place - 1];
}

/* Every byte behind the text is zero, whatever was there. */
template <size_t room> void put(char (&field)[room], const char *text)
{
    strncpy(field, text, room - 1);
    field[room - 1] = '\0';
}

void name_points()
{
    sc_stats_page &page = statistics();
    put(page.points[SC_STATS_IN_LIBC].name, "inside libc");
    put(page.points[SC_STATS_ASYNCHRONOUS].name, "asynchronous");
    for (unsigned i = 0; i < rows.count; ++i)
        put(page.points[SC_STATS_OWN_POINTS + i].name, rows.calls[i].name);
    page.point_count = SC_STATS_OWN_POINTS + rows.count;
}

uint64_t now()
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

/* Something has been counted since the page was in order. */
constinit bool counted = false;

/* From a page of the parent's, which may be mapped from its file, to one of our own with zeros. */
void clear_counters()
{
    sc_stats_page &page = statistics();
    alignas(8) unsigned char head[offsetof(sc_stats_page, points)];
    memcpy(head, &page, sizeof head);
    unshare_statistics();
    memcpy(&page, head, sizeof head);
    page.requests = page.raised_again = 0;
    memset(page.points, 0, sizeof page.points);
    name_points();
    counted = false;
}

} // namespace

/* Nothing of what its parent has counted, and nothing into its parent's page. */
void start_statistics_again()
{
    sc_stats_page &page = statistics();
    if (counted || statistics_are_shared())
        clear_counters();
    page.start_ticks = 0;
    page.armed = now();
    __atomic_store_n(&page.pid, static_cast<int32_t>(raw_syscall(__NR_getpid)), __ATOMIC_RELEASE);
}

unsigned row_of(unsigned point)
{
    if ((point & own_row_mark) != 0)
        return point & ~own_row_mark;
    const Call *const call = find_call(point & 0xffff);
    return call == nullptr ? SC_STATS_IN_LIBC
                           : SC_STATS_OWN_POINTS + static_cast<unsigned>(call - rows.calls);
}

const char *name_of_call(long number)
{
    const Call *const call = find_call(number);
    return call == nullptr ? nullptr : call->name;
}

bool statistics_are_own()
{
    return __atomic_load_n(&statistics().pid, __ATOMIC_ACQUIRE) == raw_syscall(__NR_getpid);
}

void count(uint64_t &counter)
{
    if (own_calls_are_allowed() && !statistics_are_own()) {
        if (raw_syscall(__NR_gettid) != thread_id(thread_pointer()))
            return;
        start_statistics_again();
    }
    __atomic_store_n(&counted, true, __ATOMIC_RELAXED);
    __atomic_fetch_add(&counter, 1, __ATOMIC_RELAXED);
}

void begin_statistics(sc_stats_level level, const char *reason)
{
    sc_stats_page &page = statistics();
    memcpy(page.magic, SC_STATS_MAGIC, sizeof page.magic);
    page.format = SC_STATS_FORMAT;
    page.size = sizeof page;
    page.level = level;
    page.machine = own_machine;
    page.armed = now();
    put(page.version, SAFECANCEL_VERSION);
    put(page.program, program_invocation_short_name);
    put(page.reason, reason);
    name_points();
    page.pid = own_calls_are_allowed() ? static_cast<int32_t>(raw_syscall(__NR_getpid)) : told_process_id();
    share_statistics();
}

} // namespace safecancel
