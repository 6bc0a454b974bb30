/* SPDX-License-Identifier: MIT */
/* Layer: wrappers.  Files; rules in system_calls.h. */
#include "system_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "unwrapped.h"

using namespace safecancel;

namespace {

/* open's fourth argument is only there for these (glibc's __OPEN_NEEDS_MODE). */
inline bool takes_mode(int flags)
{
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

template <Row row> inline long fcntl_or_next(int fd, int command, void *argument)
{
    if (command == F_SETLKW || command == F_OFD_SETLKW)
        return sc_call_fcntl(fd, command, arg(argument));
    return next_as<int(int, int, ...)>(row)(fd, command, argument);
}

template <Row row> inline long lockf_or_next(int fd, int command, off_t length)
{
    if (command != F_LOCK)
        return next_as<int(int, int, off_t)>(row)(fd, command, length);
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_CUR;
    lock.l_len = length;
    return sc_call_fcntl(fd, F_SETLKW, arg(&lock));
}

} // namespace

extern "C" {

long sc_point_open(const char *path, int flags, mode_t mode)
{
    return sc_call_openat(AT_FDCWD, arg(path), flags, takes_mode(flags) ? mode : 0);
}

long sc_point_openat(int directory, const char *path, int flags, mode_t mode)
{
    return sc_call_openat(directory, arg(path), flags, takes_mode(flags) ? mode : 0);
}

/* The fortified forms: a flag that needs a mode stops the program, in libc. */

long sc_point_open_2(const char *path, int flags)
{
    if (takes_mode(flags))
        return next_as<int(const char *, int)>(Row::__open_2)(path, flags);
    return sc_call_openat(AT_FDCWD, arg(path), flags, 0);
}

long sc_point_open64_2(const char *path, int flags)
{
    if (takes_mode(flags))
        return next_as<int(const char *, int)>(Row::__open64_2)(path, flags);
    return sc_call_openat(AT_FDCWD, arg(path), flags, 0);
}

long sc_point_openat_2(int directory, const char *path, int flags)
{
    if (takes_mode(flags))
        return next_as<int(int, const char *, int)>(Row::__openat_2)(directory, path, flags);
    return sc_call_openat(directory, arg(path), flags, 0);
}

long sc_point_openat64_2(int directory, const char *path, int flags)
{
    if (takes_mode(flags))
        return next_as<int(int, const char *, int)>(Row::__openat64_2)(directory, path, flags);
    return sc_call_openat(directory, arg(path), flags, 0);
}

/*
 * Points only where they wait for a lock; F_SETLKW64 is F_SETLKW on 64-bit
 * systems.  Each name keeps its own next definition.
 */

long sc_point_fcntl(int fd, int command, void *argument)
{
    return fcntl_or_next<Row::fcntl>(fd, command, argument);
}

long sc_point_fcntl64(int fd, int command, void *argument)
{
    return fcntl_or_next<Row::fcntl64>(fd, command, argument);
}

long sc_point___fcntl(int fd, int command, void *argument)
{
    return fcntl_or_next<Row::__fcntl>(fd, command, argument);
}

long sc_point_lockf(int fd, int command, off_t length)
{
    return lockf_or_next<Row::lockf>(fd, command, length);
}

long sc_point_lockf64(int fd, int command, off_t length)
{
    return lockf_or_next<Row::lockf64>(fd, command, length);
}

/* The fortified forms: a buffer too small stops the program, in libc. */

long sc_point_read_chk(int fd, void *buffer, size_t size, size_t room)
{
    if (size > room)
        return next_as<ssize_t(int, void *, size_t, size_t)>(Row::__read_chk)(fd, buffer, size,
                                                                              room);
    return sc_call_read(fd, arg(buffer), size);
}

long sc_point_pread_chk(int fd, void *buffer, size_t size, off_t offset, size_t room)
{
    if (size > room)
        return next_as<ssize_t(int, void *, size_t, off_t, size_t)>(Row::__pread_chk)(
            fd, buffer, size, offset, room);
    return sc_call_pread64(fd, arg(buffer), size, offset);
}

long sc_point_pread64_chk(int fd, void *buffer, size_t size, off_t offset, size_t room)
{
    if (size > room)
        return next_as<ssize_t(int, void *, size_t, off_t, size_t)>(Row::__pread64_chk)(
            fd, buffer, size, offset, room);
    return sc_call_pread64(fd, arg(buffer), size, offset);
}

/* The kernel takes the offset in two halves; the second counts on 32-bit systems only. */

long sc_point_preadv(int fd, const struct iovec *vector, int count, off_t offset)
{
    return sc_call_preadv(fd, arg(vector), count, offset, 0);
}

long sc_point_pwritev(int fd, const struct iovec *vector, int count, off_t offset)
{
    return sc_call_pwritev(fd, arg(vector), count, offset, 0);
}

/* A kernel without the call: glibc's fallback, which knows no flags. */

long sc_point_preadv2(int fd, const struct iovec *vector, int count, off_t offset, int flags)
{
    const long result = sc_call_preadv2(fd, arg(vector), count, offset, 0, flags);
    if (result >= 0 || errno != ENOSYS)
        return result;
    if (flags != 0) {
        errno = EOPNOTSUPP;
        return -1;
    }
    if (offset == -1)
        return sc_call_readv(fd, arg(vector), count);
    return sc_call_preadv(fd, arg(vector), count, offset, 0);
}

long sc_point_pwritev2(int fd, const struct iovec *vector, int count, off_t offset, int flags)
{
    const long result = sc_call_pwritev2(fd, arg(vector), count, offset, 0, flags);
    if (result >= 0 || errno != ENOSYS)
        return result;
    if (flags != 0) {
        errno = EOPNOTSUPP;
        return -1;
    }
    if (offset == -1)
        return sc_call_writev(fd, arg(vector), count);
    return sc_call_pwritev(fd, arg(vector), count, offset, 0);
}

/* tcdrain(3) is TCSBRK with an argument that sends no break. */
long sc_point_tcdrain(int fd)
{
    constexpr long tcsbrk = 0x5409;
    return sc_call_ioctl(fd, tcsbrk, 1);
}

} // extern "C"
