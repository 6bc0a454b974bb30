/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "machine.h"
#include "settings.h"
#include "statistics.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

constexpr int standard_error = 2;

/* It was closed when the process began: what has its number later is a file of the program's. */
constinit bool no_standard_error = false;

/* Writes `line` of `size` bytes, which ends in a newline, to `fd`. */
void write_line(int fd, const char *line, int size)
{
    raw_syscall(__NR_write, fd, reinterpret_cast<long>(line), size);
}

/*
 * A copy of standard error for the statistics: well-kept programs close theirs
 * in an atexit handler, which runs before us.  The identity of the file tells
 * whether the number has been given to another one since.
 */
constinit int kept_error = -1;
constinit struct stat kept_file = {};

bool is_kept_file(int fd)
{
    struct stat file;
    return raw_syscall(__NR_fstat, fd, reinterpret_cast<long>(&file)) == 0 &&
           file.st_dev == kept_file.st_dev && file.st_ino == kept_file.st_ino;
}

/* "safecancel: " + message + newline, cut if it has to be; returns the length. */
int format_arguments(char *line, int room, const char *format, va_list arguments)
{
    int size = snprintf(line, room, "safecancel: ");
    const int wanted = vsnprintf(line + size, room - size, format, arguments);
    size += wanted < 0 ? 0 : wanted;
    if (size > room - 2)
        size = room - 2;
    line[size] = '\n';
    return size + 1;
}

int format_line(char *line, int room, const char *format, ...)
    __attribute__((format(__printf__, 3, 4)));

int format_line(char *line, int room, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int size = format_arguments(line, room, format, arguments);
    va_end(arguments);
    return size;
}

/* All rows together.  A forked child that has counted nothing has its parent's page still. */
sc_stats_point total()
{
    sc_stats_point total = {};
    if (!statistics_are_own())
        return total;
    for (const sc_stats_point &point : statistics().points) {
        total.acted_before += __atomic_load_n(&point.acted_before, __ATOMIC_RELAXED);
        total.acted_blocked += __atomic_load_n(&point.acted_blocked, __ATOMIC_RELAXED);
        total.kept += __atomic_load_n(&point.kept, __ATOMIC_RELAXED);
    }
    return total;
}

} // namespace

void report(const char *format, ...)
{
    const int saved_errno = errno;
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    const int size = format_arguments(line, sizeof line, format, arguments);
    va_end(arguments);
    if (!no_standard_error)
        write_line(standard_error, line, size);
    errno = saved_errno;
}

/* By a call that the loader makes too, because a filter may forbid others (filter.h). */
void look_for_standard_error()
{
    const long mapped = raw_syscall(own_mmap, 0, 1, PROT_READ, MAP_PRIVATE, standard_error, 0);
    no_standard_error = mapped == -EBADF;
    if (mapped > 0 || mapped < -4095)
        raw_syscall(__NR_munmap, mapped, 1);
}

void keep_standard_error()
{
    constexpr int out_of_the_way = 200;
    if (raw_syscall(__NR_fstat, standard_error, reinterpret_cast<long>(&kept_file)) == 0)
        kept_error = static_cast<int>(
            raw_syscall(__NR_fcntl, standard_error, F_DUPFD_CLOEXEC, out_of_the_way));
}

void report_statistics()
{
    char line[512];
    const sc_stats_point counted = total();
    const uint64_t requests = statistics_are_own() ? __atomic_load_n(&statistics().requests, __ATOMIC_RELAXED) : 0;
    const int size = format_line(
        line, sizeof line,
        "%ld %s: %llu requests, %llu acted upon before the call, %llu while blocked, "
        "%llu completed calls whose result was kept",
        raw_syscall(__NR_getpid), program_invocation_short_name,
        static_cast<unsigned long long>(requests),
        static_cast<unsigned long long>(counted.acted_before),
        static_cast<unsigned long long>(counted.acted_blocked),
        static_cast<unsigned long long>(counted.kept));
    if (settings.statistics_file == nullptr) {
        if (!no_standard_error)
            write_line(is_kept_file(kept_error) ? kept_error : standard_error, line, size);
        return;
    }
    const long fd =
        raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>(settings.statistics_file),
                    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0666);
    if (fd < 0) {
        report("statistics not written: SAFECANCEL_STATS=%s: %s", settings.statistics_file,
               strerror(static_cast<int>(-fd)));
        return;
    }
    write_line(static_cast<int>(fd), line, size);
    raw_syscall(__NR_close, fd);
}

} // namespace safecancel
