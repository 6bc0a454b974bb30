/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Talking to the audit object; see audit_client.h. */
#include "audit_client.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit.h"
#include "config.h"
#include "entries.h"
#include "loader.h"
#include "machine.h"
#include "objects.h"
#include "window.h"
#include "unwrapped.h"

extern "C" {
void sc_act();
SC_FROM_THUNK long sc_failed(long, unsigned);
}

namespace safecancel {

namespace {

using AuditFunction = decltype(sc_audit);
using WindowsFunction = decltype(sc_audit_windows);

template <class Pointer> uint64_t address(Pointer pointer)
{
    return reinterpret_cast<uintptr_t>(pointer);
}

/* The thunks' bytes in the file our object was mapped from: what was linked. */
bool read_linked_bytes(const char *path, unsigned char *bytes, size_t size)
{
    long offset = -1;
    for_each_object([&](const Object &object) {
        if (!object.contains(address_of(sc_thunk)))
            return false;
        offset = object.file_offset(address_of(sc_thunk));
        return true;
    });
    const long fd = raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>(path),
                                O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    /* Read from its beginning, because a filter may forbid other ways to get there (filter.h). */
    char skipped[4096];
    long got = offset < 0 ? 0 : 1;
    for (; offset > 0 && got > 0; offset -= got)
        got = raw_syscall(__NR_read, fd, reinterpret_cast<long>(skipped),
                          offset < static_cast<long>(sizeof skipped) ? offset : static_cast<long>(sizeof skipped));
    if (got > 0)
        got = raw_syscall(__NR_read, fd, reinterpret_cast<long>(bytes), static_cast<long>(size));
    raw_syscall(__NR_close, fd);
    return got == static_cast<long>(size);
}

/* glibc's pthread_testcancel: the audit reads in it which bits glibc itself tests. */
Symbol find_testcancel()
{
    Symbol found = {};
    for_each_object([&](const Object &object) {
        if (object.is_libc_family())
            found = object.find(SymbolName("pthread_testcancel"));
        return found.address != 0;
    });
    return found;
}

sc_audit_request describe(const Thunk &own, const Layout &layout, const unsigned char *linked)
{
    sc_audit_request request = {};
    request.version = SC_AUDIT_VERSION;
    sc_audit_thunk &thunk = request.thunk;
    thunk.code = own.start;
    thunk.linked = linked + (own.start - sc_thunk);
    thunk.size = static_cast<size_t>(own.limit - own.start);
    thunk.start = address_of(own.start);
    thunk.begin = address_of(own.begin);
    thunk.end = address_of(own.end);
    thunk.cancel = address_of(own.cancel);
    thunk.act = address(sc_act);
    thunk.failed = address(sc_failed);
    thunk.request_offset = address(&sc_word_offset);
    thunk.depth_cell = depth_cell();
    thunk.entry_cell = entry_cell();
    thunk.tested_bits = own.tested;

    /* A second witness of bits in the word; where there are none it has nothing to say. */
    const Symbol testcancel = layout.separate ? Symbol{} : find_testcancel();
    request.testcancel.code = reinterpret_cast<const uint8_t *>(testcancel.address);
    request.testcancel.size = testcancel.size;
    request.testcancel.start = testcancel.address;
    request.testcancel.word_offset = static_cast<int32_t>(layout.word_offset - head_distance());
    request.testcancel.canceled_bit = SC_CANCELED;
    request.testcancel.disabled_bit = SC_DISABLED;
    request.testcancel.exiting_bit = SC_EXITING;
    return request;
}

/* The audit object's path: beside ours. */
bool audit_path(const char *own_path, char *path, size_t room)
{
    const char *slash = strrchr(own_path, '/');
    const int directory = slash != nullptr ? static_cast<int>(slash - own_path) : 0;
    const int size = snprintf(path, room, "%.*s/libsafecancel-audit.so", directory, own_path);
    return slash != nullptr && size > 0 && static_cast<size_t>(size) < room;
}

/* Asks about one thunk; false with the reason. */
bool thunk_passes(AuditFunction *audit, const sc_audit_request &request, char *reason, size_t room)
{
    sc_audit_answer answer = {};
    const bool ran = audit(&request, &answer) == 0;
    snprintf(reason, room, "%s: %s", ran ? "audit" : "no audit", answer.message);
    return ran && answer.version == SC_AUDIT_VERSION && answer.ok == 1;
}

} // namespace

bool audit_passes(const char *own_path, const Layout &layout, LibcWindows &windows, char *reason,
                  size_t room)
{
    char path[4096];
    unsigned char linked[sizeof sc_config.thunk_copy];
    if (!audit_path(own_path, path, sizeof path)) {
        snprintf(reason, room, "the audit object cannot be found beside %s", own_path);
        return false;
    }
    if (thunks_size() > sizeof linked || !read_linked_bytes(own_path, linked, thunks_size())) {
        snprintf(reason, room, "%s cannot be read to compare the thunk with", own_path);
        return false;
    }
    void *object = load_object(path);
    if (object == nullptr) {
        snprintf(reason, room, "no audit: %s: %s", path, load_problem());
        return false;
    }
    auto *audit = reinterpret_cast<AuditFunction *>(find_in_object(path, "sc_audit"));
    bool passes = audit != nullptr;
    if (audit == nullptr)
        snprintf(reason, room, "no audit: %s does not define sc_audit", path);
    for (const Thunk &own : thunks)
        passes = passes && thunk_passes(audit, describe(own, layout, linked), reason, room);
    if (passes)
        windows = find_libc_windows(
            reinterpret_cast<WindowsFunction *>(find_in_object(path, "sc_audit_windows")), layout);
    if (passes)
        passes = find_entries(find_in_object(path, "sc_audit_kernel_entry"), windows, reason, room);
    unload_object(object);
    return passes;
}

} // namespace safecancel
