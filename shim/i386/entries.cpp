/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming, 32-bit x86.  The code by which the kernel is entered: what
 * every thread's head names for libc, which is the vDSO's __kernel_vsyscall
 * where there is one; our own `int $0x80`; libc's helpers.  See entries.h.
 */
#include "entries.h"

#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>

#include "audit/audit.h"
#include "config.h"
#include "machine.h"
#include "objects.h"
#include "report.h"
#include "settings.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

static_assert(KernelEntry::room == SC_AUDIT_ENTRY_SIZE && KernelEntry::none == SC_AUDIT_ENTRY_NONE);

using Audit = decltype(sc_audit_kernel_entry);

/* What may be read from `address` on: all entries are shorter. */
size_t readable(uintptr_t address)
{
    size_t size = 0;
    for_each_object([&](const Object &object) {
        const Segment code = object.code();
        if (address - code.begin < code.size)
            size = code.size - (address - code.begin);
        return size != 0;
    });
    return size;
}

void keep(const sc_audit_entry &found)
{
    KernelEntry &entry = sc_config.entries.list[sc_config.entries.count++];
    entry.begin = static_cast<uintptr_t>(found.begin);
    entry.size = static_cast<uint8_t>(found.size);
    entry.before = static_cast<uint8_t>(found.before);
    memcpy(entry.depth, found.depth, sizeof entry.depth);
    memcpy(entry.saved_ebp, found.saved, sizeof entry.saved_ebp);
    memcpy(entry.code, reinterpret_cast<const void *>(entry.begin), entry.size);
}

/* Reads the entry at `address` and keeps it; false with the reason if it is not understood. */
bool add(Audit *audit, uintptr_t address, char *reason)
{
    sc_audit_entry found;
    const auto *code = reinterpret_cast<const uint8_t *>(address);
    const size_t size = readable(address);
    if (size == 0) {
        snprintf(reason, SC_AUDIT_MESSAGE, "it is in no object");
        return false;
    }
    if (sc_config.entries.count == Entries::limit ||
        audit(code, size < 64 ? size : 64, address, &found, reason) != 0)
        return false;
    keep(found);
    return true;
}

} // namespace

bool find_entries(void *symbol, LibcWindows &windows, char *reason, size_t room)
{
    auto *audit = reinterpret_cast<Audit *>(symbol);
    char why[SC_AUDIT_MESSAGE] = "";
    if (audit == nullptr || !add(audit, reinterpret_cast<uintptr_t>(sc_int80), why)) {
        snprintf(reason, room, "audit: int $0x80: %s", audit != nullptr ? why : "no sc_audit_kernel_entry");
        return false;
    }
    const uintptr_t libcs = libc_entry();
    const bool has_vdso = libcs != 0 && libcs == getauxval(AT_SYSINFO);
    bool understood = add(audit, libcs, why);
    if (understood && has_vdso && !settings.no_vdso)
        sc_entry = libcs;
    else if (settings.verbose)
        report("system calls by int $0x80: %s", settings.no_vdso ? "SAFECANCEL_VDSO=0"
                                                : !has_vdso      ? "there is no vDSO to call"
                                                                 : why);
    for (unsigned i = 0; i < windows.helper_count && understood; ++i)
        understood = add(audit, windows.helpers[i], why);
    if (!understood)
        sc_config.plain_window = {}; /* where a thread is in there could not be told */
    if (!understood && !sc_config.unmarked_points) {
        sc_config.window_count = 0;
        snprintf(windows.reason, sizeof windows.reason, "its system calls: %s", why);
        windows.problem = windows.reason;
        windows.points = windows.not_understood = 0;
    }
    return true;
}

} // namespace safecancel
