/* SPDX-License-Identifier: MIT */
/*
 * Layer: wrappers, 32-bit x86.  Files at an offset, which the kernel takes in
 * two halves: 32-bit offsets are made 64-bit ones, as libc does; rules in
 * system_calls.h.
 */
#include "system_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "unwrapped.h"

using namespace safecancel;

namespace {

inline long low(off64_t offset)
{
    return static_cast<long>(offset);
}

inline long high(off64_t offset)
{
    return static_cast<long>(offset >> 32);
}

/* A kernel without preadv2: glibc's fallback, which knows no flags. */
inline bool is_missing(long result, int flags)
{
    if (result >= 0 || errno != ENOSYS)
        return false;
    if (flags != 0)
        errno = EOPNOTSUPP;
    return flags == 0;
}

} // namespace

extern "C" {

long sc_point_creat64(const char *path, mode_t mode)
{
    return sc_call_openat(AT_FDCWD, arg(path), O_WRONLY | O_CREAT | O_TRUNC | O_LARGEFILE,
                          static_cast<long>(mode));
}

long sc_point_fallocate(int fd, int mode, off_t offset, off_t length)
{
    return sc_call_fallocate(fd, mode, low(offset), high(offset), low(length), high(length));
}

long sc_point_pread(int fd, void *buffer, size_t size, off_t offset)
{
    return sc_call_pread64(fd, arg(buffer), static_cast<long>(size), low(offset), high(offset));
}

long sc_point_pwrite(int fd, const void *buffer, size_t size, off_t offset)
{
    return sc_call_pwrite64(fd, arg(buffer), static_cast<long>(size), low(offset), high(offset));
}

/* The fortified forms: a buffer too small stops the program, in libc. */

long sc_point_pread_chk(int fd, void *buffer, size_t size, off_t offset, size_t room)
{
    if (size > room)
        return next_as<ssize_t(int, void *, size_t, off_t, size_t)>(Row::__pread_chk)(
            fd, buffer, size, offset, room);
    return sc_point_pread(fd, buffer, size, offset);
}

long sc_point_pread64_chk(int fd, void *buffer, size_t size, off64_t offset, size_t room)
{
    if (size > room)
        return next_as<ssize_t(int, void *, size_t, off64_t, size_t)>(Row::__pread64_chk)(
            fd, buffer, size, offset, room);
    return sc_call_pread64(fd, arg(buffer), static_cast<long>(size), low(offset), high(offset));
}

long sc_point_preadv(int fd, const struct iovec *vector, int count, off_t offset)
{
    return sc_call_preadv(fd, arg(vector), count, low(offset), high(offset));
}

long sc_point_pwritev(int fd, const struct iovec *vector, int count, off_t offset)
{
    return sc_call_pwritev(fd, arg(vector), count, low(offset), high(offset));
}

long sc_point_preadv64v2(int fd, const struct iovec *vector, int count, off64_t offset, int flags)
{
    const long result =
        sc_call_preadv2(fd, arg(vector), count, low(offset), high(offset), flags);
    if (!is_missing(result, flags))
        return result;
    if (offset == -1)
        return sc_call_readv(fd, arg(vector), count);
    return sc_call_preadv(fd, arg(vector), count, low(offset), high(offset));
}

long sc_point_preadv2(int fd, const struct iovec *vector, int count, off_t offset, int flags)
{
    return sc_point_preadv64v2(fd, vector, count, offset, flags);
}

long sc_point_pwritev64v2(int fd, const struct iovec *vector, int count, off64_t offset, int flags)
{
    const long result =
        sc_call_pwritev2(fd, arg(vector), count, low(offset), high(offset), flags);
    if (!is_missing(result, flags))
        return result;
    if (offset == -1)
        return sc_call_writev(fd, arg(vector), count);
    return sc_call_pwritev(fd, arg(vector), count, low(offset), high(offset));
}

long sc_point_pwritev2(int fd, const struct iovec *vector, int count, off_t offset, int flags)
{
    return sc_point_pwritev64v2(fd, vector, count, offset, flags);
}

} // extern "C"
