/* SPDX-License-Identifier: MIT */
/* Layer: wrappers.  Files; rules in system_calls.h. */
#include "system_calls.h"

#include <fcntl.h>
#include <unistd.h>

#include "unwrapped.h"

using namespace safecancel;

namespace {

/* open's fourth argument is only there for these (glibc's __OPEN_NEEDS_MODE). */
inline bool takes_mode(int flags)
{
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

/*
 * libc hands these to the kernel as they are.  A lock with 32-bit offsets,
 * which only 32-bit systems have, has no F_OFD_SETLKW there: libc rewrites it.
 */
template <class Offset> inline bool is_waiting_lock(int command)
{
    return command == F_SETLKW || command == F_SETLKW64 ||
           (command == F_OFD_SETLKW && sizeof(Offset) == sizeof(off64_t));
}

template <Row row, class Offset> inline long fcntl_or_next(int fd, int command, void *argument)
{
    if (is_waiting_lock<Offset>(command))
        return sc_call_fcntl(fd, command, arg(argument));
    return next_as<int(int, int, ...)>(row)(fd, command, argument);
}

template <Row row, class Lock, int waiting, class Offset>
inline long lockf_or_next(int fd, int command, Offset length)
{
    if (command != F_LOCK)
        return next_as<int(int, int, Offset)>(row)(fd, command, length);
    Lock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_CUR;
    lock.l_len = length;
    return sc_call_fcntl(fd, waiting, arg(&lock));
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

/* O_LARGEFILE is 0 on 64-bit systems. */

long sc_point_open64(const char *path, int flags, mode_t mode)
{
    return sc_call_openat(AT_FDCWD, arg(path), flags | O_LARGEFILE, takes_mode(flags) ? mode : 0);
}

long sc_point_openat64(int directory, const char *path, int flags, mode_t mode)
{
    return sc_call_openat(directory, arg(path), flags | O_LARGEFILE, takes_mode(flags) ? mode : 0);
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
    return sc_call_openat(AT_FDCWD, arg(path), flags | O_LARGEFILE, 0);
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
    return sc_call_openat(directory, arg(path), flags | O_LARGEFILE, 0);
}

/* Points only where they wait for a lock.  Each name keeps its own next definition. */

long sc_point_fcntl(int fd, int command, void *argument)
{
    return fcntl_or_next<Row::fcntl, off_t>(fd, command, argument);
}

long sc_point_fcntl64(int fd, int command, void *argument)
{
    return fcntl_or_next<Row::fcntl64, off64_t>(fd, command, argument);
}

long sc_point___fcntl(int fd, int command, void *argument)
{
    return fcntl_or_next<Row::__fcntl, off_t>(fd, command, argument);
}

long sc_point_lockf(int fd, int command, off_t length)
{
    return lockf_or_next<Row::lockf, struct flock, F_SETLKW>(fd, command, length);
}

long sc_point_lockf64(int fd, int command, off64_t length)
{
    return lockf_or_next<Row::lockf64, struct flock64, F_SETLKW64>(fd, command, length);
}

/* The fortified form: a buffer too small stops the program, in libc. */

long sc_point_read_chk(int fd, void *buffer, size_t size, size_t room)
{
    if (size > room)
        return next_as<ssize_t(int, void *, size_t, size_t)>(Row::__read_chk)(fd, buffer, size,
                                                                              room);
    return sc_call_read(fd, arg(buffer), size);
}

/* tcdrain(3) is TCSBRK with an argument that sends no break. */
long sc_point_tcdrain(int fd)
{
    constexpr long tcsbrk = 0x5409;
    return sc_call_ioctl(fd, tcsbrk, 1);
}

} // extern "C"
