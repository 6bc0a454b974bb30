/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  Reading another thread's system call; see look.h. */
#include "look.h"

#include <fcntl.h>

#include "filter.h"
#include "interrupted.h"
#include "machine.h"
#include "stack.h"
#include "thread_state.h"
#include "window.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

/* "/proc/self/task/TID/syscall", without stdio, which may be interrupted here. */
void write_path(char *path, int32_t tid)
{
    constexpr char before[] = "/proc/self/task/", after[] = "/syscall";
    char digits[12];
    int count = 0;
    do
        digits[count++] = static_cast<char>('0' + tid % 10);
    while ((tid /= 10) != 0);
    for (const char *text = before; *text != '\0'; ++text)
        *path++ = *text;
    while (count != 0)
        *path++ = digits[--count];
    for (const char *text = after; *text != '\0'; ++text)
        *path++ = *text;
    *path = '\0';
}

/* Reads the file into `line`; returns its length, or -errno. */
long read_line(int32_t tid, char *line, long room)
{
    char path[64];
    write_path(path, tid);
    const long fd = raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>(path),
                                O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fd;
    const long size = raw_syscall(__NR_read, fd, reinterpret_cast<long>(line), room);
    raw_syscall(__NR_close, fd);
    return size;
}

/* The hexadecimal number that ends at `limit` and begins behind a blank; moves `limit` before it. */
bool last_number(const char *line, const char *&limit, uintptr_t &address)
{
    uint64_t number = 0;
    unsigned shift = 0;
    const char *digit = limit;
    for (; digit != line && digit[-1] != ' '; --digit) {
        const char c = digit[-1];
        if (c == 'x')
            continue; /* of 0x, whose 0 adds nothing */
        const unsigned value = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                               : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
                                                      : 16;
        if (value == 16 || shift >= 68)
            return false;
        if (shift < 64)
            number |= static_cast<uint64_t>(value) << shift;
        shift += 4;
    }
    limit = digit == line ? line : digit - 1;
    address = static_cast<uintptr_t>(number);
    return shift != 0 && digit != line;
}

/* The end of a line without its newline: where the last number ends. */
const char *end_of(const char *line, long size)
{
    return line + size - (line[size - 1] == '\n' ? 1 : 0);
}

/* A line's first number, which is decimal; -1 if there is none. */
long first_number(const char *line)
{
    long number = line[0] >= '0' && line[0] <= '9' ? 0 : -1;
    for (; *line >= '0' && *line <= '9' && number < 10'000; ++line)
        number = number * 10 + (*line - '0');
    return number;
}

} // namespace

bool system_calls_are_told()
{
    constexpr uintptr_t near = 64 * 1024;
    constexpr unsigned arguments = 6, buffer = 1;
    char line[256];
    const uintptr_t here = reinterpret_cast<uintptr_t>(line);
    const long size = read_line(thread_id(thread_pointer()), line, sizeof line);
    if (size <= 0 || first_number(line) != __NR_read)
        return false;
    const char *limit = end_of(line, size);
    uintptr_t pc, stack, argument[arguments];
    bool read = last_number(line, limit, pc) && last_number(line, limit, stack);
    for (unsigned i = arguments; i-- != 0 && read;)
        read = last_number(line, limit, argument[i]);
    return read && argument[buffer] == here && stack - (here - near) < 2 * near;
}

bool may_be_in_an_unmarked_point(uintptr_t thread, int32_t tid)
{
    char line[256];
    const long size = read_line(tid, line, sizeof line);
    if (size <= 0 || line[0] == 'r') /* no such file, or "running" */
        return true;
    const char *limit = end_of(line, size);
    uintptr_t pc, stack;
    if (!last_number(line, limit, pc) || !last_number(line, limit, stack))
        return true;
    /* It is stopped, and not in the kernel: behind a handler, with the handler's frame half gone. */
    if (is_at_signal_return(pc))
        return true;
    const Window *window = find_failing_window(pc);
    if (window != nullptr && pc <= window->end)
        return true;
    return may_have_signal_frame(stack, thread);
}

Whereabouts where_is(int32_t tid)
{
    char line[256];
    const long size = own_calls_are_allowed() ? read_line(tid, line, sizeof line) : 0;
    if (size <= 0)
        return Whereabouts::unknown;
    if (line[0] == 'r' || line[0] == '-') /* "running"; -1: stopped, and in no call */
        return Whereabouts::running;
    const char *limit = end_of(line, size);
    uintptr_t pc, stack;
    if (!last_number(line, limit, pc) || !last_number(line, limit, stack) || !leave_entries(pc, stack))
        return Whereabouts::unknown;
    const Thunk *const thunk = find_thunk(pc);
    const Window *const window = find_failing_window(pc);
    const bool blocked = (thunk != nullptr && pc == address_of(thunk->end)) ||
                         (window != nullptr && window->calls && pc == window->end);
    return blocked ? Whereabouts::in_window : Whereabouts::elsewhere;
}

bool may_be_in_a_point(uintptr_t thread, int32_t tid)
{
    if (depth_of(thread) != 0 || !fence_everywhere() || depth_of(thread) != 0)
        return true;
    if (!sc_config.unmarked_points)
        return (load_word(thread) & SC_ASYNCHRONOUS) != 0;
    return sc_config.window_count == 0 || !sc_config.calls_are_told || may_be_in_an_unmarked_point(thread, tid);
}

} // namespace safecancel
