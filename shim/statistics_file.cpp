/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  The file behind the statistics page; see statistics_file.h. */
#include "statistics_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "filter.h"
#include "machine.h"
#include "report.h"
#include "settings.h"
#include "statistics.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

/* The page is mapped from the file at `path`; that has been tried. */
constinit bool shared = false, tried = false;
/* fork() has made this process, and it has had no page of its own yet. */
constinit bool forked = false;
constinit char path[2 * PATH_MAX + 32] = "";

long path_argument()
{
    return reinterpret_cast<long>(path);
}

/* Field 22 of /proc/self/stat, by which a reader knows a process from a later one of its number; 0 without /proc. */
uint64_t start_ticks()
{
    char text[512];
    const long fd = raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/stat"),
                                O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    const long size = raw_syscall(__NR_read, fd, reinterpret_cast<long>(text), sizeof text - 1);
    raw_syscall(__NR_close, fd);
    text[size > 0 ? size : 0] = '\0';
    const char *field = strrchr(text, ')'); /* field 2, and it may hold anything */
    for (int i = 2; field != nullptr && i < 22; ++i)
        field = strchr(field + 1, ' ');
    uint64_t ticks = 0;
    for (field = field != nullptr ? field + 1 : ""; *field >= '0' && *field <= '9'; ++field)
        ticks = ticks * 10 + static_cast<uint64_t>(*field - '0');
    return ticks;
}

long make_file()
{
    return raw_syscall(__NR_openat, AT_FDCWD, path_argument(),
                       O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

/* A page that an earlier process of our number left, or the program we were before an exec. */
bool is_stale()
{
    struct stat64 file;
    return lstat64(path, &file) == 0 && S_ISREG(file.st_mode) && file.st_uid == geteuid();
}

long make_or_replace_file()
{
    const long fd = make_file();
    if (fd != -EEXIST || !is_stale())
        return fd;
    raw_syscall(__NR_unlinkat, AT_FDCWD, path_argument(), 0);
    return make_file();
}

/* The limit on a file's size ends the program by a signal where it is met. */
bool size_is_allowed()
{
    struct rlimit limit;
    return getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur >= sizeof(StatisticsArea);
}

/* Fills the file, so that it has its space, with the page and maps it in its place.  0 or -errno. */
long fill_and_map(long fd)
{
    if (!size_is_allowed())
        return -EFBIG;
    statistics().start_ticks = start_ticks();
    const long size = sizeof(StatisticsArea), area = reinterpret_cast<long>(&statistics_area);
    const long written = raw_syscall(__NR_write, fd, area, size);
    if (written != size)
        return written < 0 ? written : -ENOSPC;
    const long mapped =
        raw_syscall(own_mmap, area, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
    return mapped == area ? 0 : mapped;
}

} // namespace

void share_statistics()
{
    if (!settings.statistics || !own_calls_are_allowed())
        return;
    tried = true;
    snprintf(path, sizeof path, "%s/" SC_STATS_PREFIX "%d", settings.statistics_directory, statistics().pid);
    const long fd = make_or_replace_file();
    const long error = fd < 0 ? fd : fill_and_map(fd);
    shared = error == 0;
    if (fd >= 0)
        raw_syscall(__NR_close, fd);
    if (shared)
        return;
    if (fd >= 0)
        raw_syscall(__NR_unlinkat, AT_FDCWD, path_argument(), 0);
    report("statistics will not outlive a crash: %s: %s", path, strerror(static_cast<int>(-error)));
}

void share_statistics_again()
{
    if (!sc_config.armed || !own_calls_are_allowed())
        return;
    if ((settings.statistics || forked) && !statistics_are_own()) {
        start_statistics_again();
        tried = false;
    }
    forked = false;
    if (!tried)
        share_statistics();
}

void tell_statistics_of_forks()
{
    pthread_atfork(nullptr, nullptr, [] { forked = true; });
}

bool statistics_are_shared()
{
    return shared;
}

void unshare_statistics()
{
    if (!shared)
        return;
    shared = false;
    raw_syscall(own_mmap, reinterpret_cast<long>(&statistics_area), sizeof(StatisticsArea),
                PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

void remove_statistics_file()
{
    if (!shared || own_calls_are_forbidden() || !statistics_are_own())
        return;
    statistics().ended = 1; /* should we not be allowed to remove it, as after a change of user */
    raw_syscall(__NR_unlinkat, AT_FDCWD, path_argument(), 0);
}

} // namespace safecancel
