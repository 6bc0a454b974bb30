/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  See trace_file.h. */
#include "trace_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "act.h"
#include "machine.h"
#include "report.h"
#include "settings.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

constinit int kept = -1;

/* What tells a file from another one. */
struct Identity {
    uint64_t number;
    uint32_t major, minor;

    bool operator==(const Identity &other) const
    {
        return number == other.number && major == other.major && minor == other.minor;
    }
};
constinit Identity kept_file = {};

bool identify(long fd, Identity &identity)
{
    struct statx file;
    if (raw_syscall(__NR_statx, fd, reinterpret_cast<long>(""), AT_EMPTY_PATH, STATX_INO, reinterpret_cast<long>(&file)) != 0)
        return false;
    identity = {file.stx_ino, file.stx_dev_major, file.stx_dev_minor};
    return true;
}

/* A FIFO that nobody reads, or reads slowly, must not hold up the program. */
long open_file()
{
    return raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>(settings.trace_file),
                       O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666);
}

bool is_kept()
{
    Identity now;
    return kept >= 0 && identify(kept, now) && now == kept_file;
}

/* Takes back the signal by which the kernel says, to this thread, why a write failed. */
void take_signal_back(int number)
{
    const KernelSignalSet set = KernelSignalSet{1} << (number - 1);
    const struct timespec none = {0, 0};
    raw_syscall(__NR_rt_sigtimedwait, reinterpret_cast<long>(&set), 0, reinterpret_cast<long>(&none), sizeof set);
}

KernelSignalSet pending_signals()
{
    KernelSignalSet set = 0;
    raw_syscall(__NR_rt_sigpending, reinterpret_cast<long>(&set), sizeof set);
    return set;
}

} // namespace

void open_trace()
{
    constexpr int out_of_the_way = 200;
    const long fd = open_file();
    if (fd < 0) {
        report("no trace yet: SAFECANCEL_TRACE=%s: %s", settings.trace_file, strerror(static_cast<int>(-fd)));
        return;
    }
    kept = static_cast<int>(raw_syscall(__NR_fcntl, fd, F_DUPFD_CLOEXEC, out_of_the_way));
    raw_syscall(__NR_close, fd);
    if (kept >= 0 && !identify(kept, kept_file)) {
        raw_syscall(__NR_close, kept);
        kept = -1;
    }
}

void write_to_trace(const char *line, size_t size)
{
    const long fd = is_kept() ? kept : open_file();
    if (fd < 0)
        return;
    const KernelSignalSet pending = pending_signals();
    const long result = raw_syscall(__NR_write, fd, reinterpret_cast<long>(line), static_cast<long>(size));
    const int sent = result == -EPIPE ? SIGPIPE : result == -EFBIG ? SIGXFSZ : 0;
    if (sent != 0 && (pending >> (sent - 1) & 1) == 0)
        take_signal_back(sent);
    if (fd != kept)
        raw_syscall(__NR_close, fd);
}

} // namespace safecancel
