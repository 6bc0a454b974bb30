/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming.  In order: settings, next definitions, layout, audit of the
 * thunk, membarrier, unwinder, dispatch.  What cannot be verified makes the
 * process stand aside with every function, and one line says why.
 */
#include "arming.h"

#include <errno.h>
#include <gnu/libc-version.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "audit_client.h"
#include "config.h"
#include "dispatch.h"
#include "filter.h"
#include "layout.h"
#include "loader.h"
#include "look.h"
#include "machine.h"
#include "objects.h"
#include "report.h"
#include "settings.h"
#include "statistics.h"
#include "statistics_file.h"
#include "thread_state.h"
#include "trace.h"
#include "window.h"
#include "unwrapped.h"

/* By this pthread_atfork knows the object that a handler is of; otherwise one of the start files has it. */
extern "C" {
__attribute__((visibility("hidden"))) extern void *__dso_handle;
void *__dso_handle = &__dso_handle;
}

namespace safecancel {

namespace {

enum class State : uint32_t { unarmed, arming, armed, aside };
constinit State state = State::unarmed;

/* start() has run. */
constinit bool started = false;

/* Exit status with SAFECANCEL_REQUIRE=1 when the process could not be armed. */
constexpr int status_required = 125;

/* Our own object's absolute path; empty when the loader does not tell it. */
constinit char own_path[4096] = "";

uintptr_t own_address()
{
    return reinterpret_cast<uintptr_t>(sc_sealed);
}

/* Kept at start, because the loader's name for us may be relative to a directory that changes. */
void remember_own_path()
{
    for_each_object([](const Object &object) {
        if (!object.contains(own_address()))
            return false;
        if (object.path()[0] == '/') {
            snprintf(own_path, sizeof own_path, "%s", object.path());
            return true;
        }
        char directory[4000];
        if (raw_syscall(__NR_getcwd, reinterpret_cast<long>(directory), sizeof directory) > 0)
            snprintf(own_path, sizeof own_path, "%s/%s", directory, object.path());
        return true;
    });
}

/* True if anything loaded could make or cancel a thread, by name. */
bool uses_threads()
{
    bool found = false;
    for_each_object([&](const Object &object) {
        found = !object.is_libc_family() && !object.contains(own_address()) &&
                (object.imports("pthread_create") || object.imports("thrd_create") ||
                 object.imports("pthread_cancel") || imports_own_function(object));
        return found;
    });
    return found;
}

/*
 * From 2.41 on libc's own points set no bit while a thread is inside of them.
 * A wrong answer costs an unneeded signal or nothing; the layout is never
 * decided by the version.
 */
bool libc_points_are_unmarked()
{
    return libc_is_since(41);
}

/*
 * Before the targets go live: what they lead to reads what has been decided.  A
 * thread that is there already jumps through a target by a plain load, and
 * processors other than x86 may make its later loads first; a barrier on every
 * one puts them behind all that is written by now.
 */
void publish()
{
    fence_everywhere();
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* Everything that can say no.  Writes `reason` and returns false then. */
bool verify(Layout &layout, LibcWindows &windows, char *reason, size_t room)
{
    const char *problem = find_next_definitions(own_address());
    if (problem == nullptr)
        problem = find_layout(find_filter(), layout);
    if (problem != nullptr) {
        snprintf(reason, room, "%s", problem);
        return false;
    }
    sc_config.unmarked_points = libc_points_are_unmarked();
    return audit_passes(own_path, layout, windows, reason, room);
}

/* Why a thread is signalled that may not be in a point at all; empty if none is. */
const char *unneeded_signals()
{
    if (!own_calls_are_allowed())
        return ", there may be a seccomp filter: every cancel signals until a child has tried what it lets pass, "
               "before the first thread is made";
    if (!fence_is_registered())
        return ", no membarrier: every cancel signals";
    if (sc_config.unmarked_points && !sc_config.calls_are_told)
        return ", /proc/self/task/TID/syscall is not of our threads: every cancel signals";
    return "";
}

bool is_full(const LibcWindows &windows)
{
    return windows.points != 0 && windows.not_understood == 0;
}

/* The lines of SAFECANCEL_VERBOSE. */
void report_level(const Layout &layout, const LibcWindows &windows, const Dispatched &dispatched)
{
    report("%s: glibc %s, cancelhandling at %u, tid at %u (%s, confirmed by probe)%s",
           is_full(windows) ? "full" : "points only", gnu_get_libc_version(), layout.word_offset,
           layout.tid_offset, layout.source, unneeded_signals());
    report("%u points through the thunk, %u chained", dispatched.through_thunk,
           dispatched.chained);
    if (windows.points == 0)
        report("libc's own points are left to libc: %s", windows.problem);
    else
        report("%u of libc's own points understood, %u left to libc", windows.points,
               windows.not_understood);
}

void count_from_now(const LibcWindows &windows)
{
    char reason[256];
    if (windows.points == 0)
        snprintf(reason, sizeof reason, "libc's own points are left to libc: %s", windows.problem);
    else
        snprintf(reason, sizeof reason, "glibc %s, %u of libc's own points understood, %u left to libc%s",
                 gnu_get_libc_version(), windows.points, windows.not_understood, unneeded_signals());
    begin_statistics(is_full(windows) ? SC_STATS_FULL : SC_STATS_POINTS_ONLY, reason);
}

/* The last step: from here on the points are ours. */
void go_live(const Layout &layout, const LibcWindows &windows)
{
    sc_config.tid_offset = layout.tid_offset;
    sc_config.state_byte = layout.separate ? layout.disabled.offset : 0;
    sc_config.type_byte = layout.separate ? layout.asynchronous.offset : 0;
    register_fence();
    sc_config.calls_are_told = sc_config.unmarked_points && system_calls_are_told();
    find_restorers(sc_config.restorers);
    memcpy(sc_config.thunk_copy, sc_thunk, thunks_size());
    /* Acting unwinds with it; later there may be no descriptor or memory to load it with. */
    load_object("libgcc_s.so.1");
    sc_word_offset = layout.word_offset - head_distance();
    thread_flags.asynchronous = (load_word(thread_pointer()) & SC_ASYNCHRONOUS) != 0;
    /*
     * A parent's cleanup handler may have left it blocked to us, as stock glibc's do.
     * Every libc unblocks it as well, by the time that the first thread is made.
     */
    if (own_calls_are_allowed())
        change_signal_mask(SIG_UNBLOCK, cancel_signal_bit);
    count_from_now(windows);
    tell_statistics_of_forks();
    prepare_trace();
    publish();
    sc_config.armed = true;
    sc_config.full = is_full(windows);
    const Dispatched dispatched = dispatch_armed(settings.verbose);
    if (settings.verbose)
        report_level(layout, windows, dispatched);
}

void stand_aside(const char *reason)
{
    begin_statistics(SC_STATS_OFF, reason);
    dispatch_aside();
    report("off: %s", reason);
}

/*
 * What comes before arming and has to be done at the start of the process.  By
 * our constructor, or earlier, when that of a library makes a thread.
 */
void start()
{
    if (started)
        return;
    started = true;
    look_for_standard_error();
    read_settings();
    remember_own_path();
    if (settings.statistics && settings.statistics_file == nullptr)
        keep_standard_error();
}

} // namespace

void arm()
{
    start();
    if (!settings.off && libpthread_is_missing())
        return; /* glibc <= 2.33 without libpthread: nothing to arm for, unless it comes later */
    State expected = State::unarmed;
    if (!__atomic_compare_exchange_n(&state, &expected, State::arming, false, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE))
        return;
    const int saved_errno = errno;
    State reached = State::aside;
    Layout layout = {};
    LibcWindows windows = {};
    char reason[256];
    if (settings.off) {
        find_next_definitions(own_address());
        begin_statistics(SC_STATS_OFF, "SAFECANCEL=off");
        dispatch_aside();
        if (settings.verbose || settings.require)
            report("off: SAFECANCEL=off");
    } else if (own_calls_are_forbidden()) {
        find_next_definitions(own_address());
        dispatch_aside();
        if (settings.verbose)
            report("off: the program has installed a seccomp filter before it needed threads");
    } else if (!verify(layout, windows, reason, sizeof reason)) {
        stand_aside(reason);
    } else {
        go_live(layout, windows);
        reached = State::armed;
    }
    if (!own_calls_are_forbidden())
        seal();
    __atomic_store_n(&state, reached, __ATOMIC_RELEASE);
    if (reached != State::armed && settings.require) {
        report("SAFECANCEL_REQUIRE=1: the program is not run");
        raw_syscall(__NR_exit_group, status_required);
    }
    errno = saved_errno;
}

namespace {

/*
 * Before main.  A process that uses no threads is left unarmed; its functions
 * find their next definitions when first called.
 */
__attribute__((constructor)) void at_start()
{
    const int saved_errno = errno;
    start();
    if (settings.require || settings.off || uses_threads())
        arm();
    errno = saved_errno; /* main finds it as without us */
}

__attribute__((destructor)) void at_exit()
{
    if (settings.statistics && !own_calls_are_forbidden())
        report_statistics();
    remove_statistics_file();
}

} // namespace

} // namespace safecancel
