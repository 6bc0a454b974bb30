/* SPDX-License-Identifier: MIT */
/*
 * Clocks around the steps of arming.  The linker leads the shim's calls of these
 * functions here (--wrap), so its own code is what is shipped, to the byte, and
 * knows nothing of it.  When the last step is done, one line goes to standard error:
 *
 *     times: STEP=NANOSECONDS ...
 *
 * A step that is part of another is in both: audit holds load, thunks, windows and
 * unload.  x86-64 only, for the mangled names below.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "audit/audit.h"
#include "audit_client.h"
#include "dispatch.h"
#include "layout.h"
#include "libc_windows.h"

using namespace safecancel;

#define SC_WRAPPED(result, name, mangled, ...)                      \
    result real_##name(__VA_ARGS__) asm("__real_" mangled);         \
    result timed_##name(__VA_ARGS__) asm("__wrap_" mangled);        \
    result timed_##name(__VA_ARGS__)

namespace {

enum Step { others, definitions, layout, load, thunks_step, windows, unload, audit, unwinder, dispatch, all, steps };
constexpr const char *names[steps] = {"others", "definitions", "layout", "load", "thunks", "windows",
                                      "unload", "audit", "unwinder", "dispatch", "all"};
constinit long long times[steps] = {}, begun = 0;

long long now()
{
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Adds what passes until it goes out of scope. */
struct Clock {
    explicit Clock(Step clocked) : step(clocked), begin(now()) {}
    ~Clock() { times[step] += now() - begin; }
    Step step;
    long long begin;
};

decltype(sc_audit) *audit_of_thunk;

int time_audit_of_thunk(const sc_audit_request *request, sc_audit_answer *answer)
{
    const Clock clock(thunks_step);
    return audit_of_thunk(request, answer);
}

void print_times()
{
    char line[512] = "times:";
    times[all] = now() - begun;
    times[others] = times[all] - times[definitions] - times[layout] - times[audit] - times[unwinder] - times[dispatch];
    for (unsigned i = 0; i < steps; ++i)
        snprintf(line + strlen(line), sizeof line - strlen(line), " %s=%lld", names[i], times[i]);
    dprintf(2, "%s\n", line);
}

} // namespace

SC_WRAPPED(void, read_settings, "_ZN10safecancel13read_settingsEv", )
{
    begun = now();
    real_read_settings();
}

SC_WRAPPED(const char *, definitions, "_ZN10safecancel21find_next_definitionsEm", uintptr_t own)
{
    const Clock clock(definitions);
    return real_definitions(own);
}

SC_WRAPPED(const char *, layout, "_ZN10safecancel11find_layoutEiRNS_6LayoutE", int32_t tid, Layout &found)
{
    const Clock clock(layout);
    return real_layout(tid, found);
}

SC_WRAPPED(bool, audit, "_ZN10safecancel12audit_passesEPKcRKNS_6LayoutERNS_11LibcWindowsEPcm", const char *own,
           const Layout &found, LibcWindows &libc, char *reason, size_t room)
{
    const Clock clock(audit);
    return real_audit(own, found, libc, reason, room);
}

SC_WRAPPED(void *, load, "_ZN10safecancel11load_objectEPKc", const char *path)
{
    const Clock clock(strstr(path, "audit") != nullptr ? load : unwinder);
    return real_load(path);
}

SC_WRAPPED(void, unload, "_ZN10safecancel13unload_objectEPv", void *object)
{
    const Clock clock(unload);
    real_unload(object);
}

SC_WRAPPED(void *, find, "_ZN10safecancel14find_in_objectEPKcS1_", const char *path, const char *name)
{
    void *found = real_find(path, name);
    if (found == nullptr || strcmp(name, "sc_audit") != 0)
        return found;
    audit_of_thunk = reinterpret_cast<decltype(sc_audit) *>(found);
    return reinterpret_cast<void *>(time_audit_of_thunk);
}

SC_WRAPPED(LibcWindows, windows, "_ZN10safecancel17find_libc_windowsEPFiPK13sc_audit_libcP14sc_audit_foundERKNS_6LayoutE",
           decltype(sc_audit_windows) *find, const Layout &found)
{
    const Clock clock(windows);
    return real_windows(find, found);
}

SC_WRAPPED(Dispatched, dispatch, "_ZN10safecancel14dispatch_armedEb", bool verbose)
{
    const Clock clock(dispatch);
    return real_dispatch(verbose);
}

SC_WRAPPED(void, seal, "_ZN10safecancel4sealEv", )
{
    real_seal();
    print_times();
}
