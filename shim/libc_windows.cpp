/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Asking the audit object for libc's windows; see libc_windows.h. */
#include "libc_windows.h"

#include "config.h"
#include "machine.h"
#include "objects.h"
#include "report.h"
#include "settings.h"

namespace safecancel {

namespace {

static_assert(window_limit >= SC_AUDIT_WINDOWS);

/* The audit's answer, which is too large for a small thread's stack. */
constinit sc_audit_found found = {};

/* The objects of the C library, as the audit wants to know them. */
sc_audit_libc describe_libc(const Layout &layout)
{
    sc_audit_libc libc = {};
    libc.version = SC_AUDIT_VERSION;
    libc.word_offset = static_cast<int32_t>(layout.word_offset - head_distance());
    libc.canceled_bit = SC_CANCELED;
    libc.asynchronous_bit = SC_ASYNCHRONOUS;
    for_each_object([&](const Object &object) {
        if (!object.is_libc_family())
            return false;
        const Segment code = object.code();
        sc_audit_object &described = libc.objects[libc.object_count++];
        described.soname = object.soname();
        described.code = reinterpret_cast<const uint8_t *>(code.begin);
        described.size = code.size;
        described.start = code.begin;
        described.symbols = object.symbols();
        described.strings = object.strings();
        described.symbol_count = object.symbol_count();
        described.base = object.base();
        return libc.object_count == SC_AUDIT_OBJECTS;
    });
    return libc;
}

Window window_of(const sc_audit_window &window)
{
    return {static_cast<uintptr_t>(window.begin),
            static_cast<uintptr_t>(window.end),
            static_cast<uintptr_t>(window.after),
            (window.flags & SC_AUDIT_CALLS) != 0,
            window.number == __NR_close,
            found.family == SC_AUDIT_FAMILY_MARKED && (window.flags & SC_AUDIT_ENABLE) == 0,
            is_futex(window.number) || window.number == __NR_wait4,
            window.number != SC_AUDIT_NUMBER_UNKNOWN};
}

/* Where nobody can cancel is no place to act in: that window is kept apart. */
void keep_windows()
{
    unsigned count = 0;
    for (unsigned i = 0; i < found.count; ++i) {
        const bool plain = (found.window[i].flags & SC_AUDIT_PLAIN) != 0;
        Window &kept = plain ? sc_config.plain_window : sc_config.libc_windows[count++];
        kept = window_of(found.window[i]);
    }
    sc_config.window_count = count;
    sc_config.unmarked_points = found.family == SC_AUDIT_FAMILY_UNMARKED;
}

/* Where points that were not found may be: they keep libc's behaviour. */
void keep_code(const sc_audit_libc &libc)
{
    for (unsigned i = 0; i < libc.object_count; ++i)
        sc_config.libc_code[i] = {static_cast<uintptr_t>(libc.objects[i].start), libc.objects[i].size};
}

} // namespace

LibcWindows find_libc_windows(decltype(sc_audit_windows) *find, const Layout &layout)
{
    if (find == nullptr)
        return {.problem = "the audit object does not define sc_audit_windows"};
    const sc_audit_libc libc = describe_libc(layout);
    if (find(&libc, &found) != 0 || found.family == SC_AUDIT_FAMILY_NONE)
        return {.problem = found.message};
    keep_windows();
    if (found.unbounded != 0)
        keep_code(libc);
    for (unsigned i = 0; settings.verbose && i < found.not_understood && i < SC_AUDIT_UNKNOWN; ++i)
        report("left to libc: %s", found.unknown[i]);
    if (settings.verbose && found.no_plain[0] != '\0')
        report("libc's points while cancellation is disabled: %s", found.no_plain);
    LibcWindows windows = {.points = found.sites, .not_understood = found.not_understood};
    for (const uint64_t helper : found.helper)
        if (helper != 0)
            windows.helpers[windows.helper_count++] = static_cast<uintptr_t>(helper);
    return windows;
}

} // namespace safecancel
