/* SPDX-License-Identifier: MIT */
/* Layer: wrappers, 64-bit systems.  Files at an offset, which is one register; rules in system_calls.h. */
#include "system_calls.h"

#include <errno.h>
#include <sys/uio.h>
#include <unistd.h>

#include "machine.h"
#include "unwrapped.h"

using namespace safecancel;

extern "C" {

/* The fortified forms: a buffer too small stops the program, in libc. */

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
    return sc_call_preadv(fd, arg(vector), count, offset, upper_half(offset));
}

long sc_point_pwritev(int fd, const struct iovec *vector, int count, off_t offset)
{
    return sc_call_pwritev(fd, arg(vector), count, offset, upper_half(offset));
}

/* A kernel without the call: glibc's fallback, which knows no flags. */

long sc_point_preadv2(int fd, const struct iovec *vector, int count, off_t offset, int flags)
{
    const long result = sc_call_preadv2(fd, arg(vector), count, offset, upper_half(offset), flags);
    if (result >= 0 || errno != ENOSYS)
        return result;
    if (flags != 0) {
        errno = EOPNOTSUPP;
        return -1;
    }
    if (offset == -1)
        return sc_call_readv(fd, arg(vector), count);
    return sc_call_preadv(fd, arg(vector), count, offset, upper_half(offset));
}

long sc_point_pwritev2(int fd, const struct iovec *vector, int count, off_t offset, int flags)
{
    const long result = sc_call_pwritev2(fd, arg(vector), count, offset, upper_half(offset), flags);
    if (result >= 0 || errno != ENOSYS)
        return result;
    if (flags != 0) {
        errno = EOPNOTSUPP;
        return -1;
    }
    if (offset == -1)
        return sc_call_writev(fd, arg(vector), count);
    return sc_call_pwritev(fd, arg(vector), count, offset, upper_half(offset));
}

} // extern "C"
