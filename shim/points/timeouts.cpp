/* SPDX-License-Identifier: MIT */
/* Layer: wrappers.  Waiting for a descriptor with a timeout; rules in system_calls.h. */
#include "system_calls.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/select.h>
#include <time.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

/* The kernel writes the time left into the timeout; POSIX wants the caller's untouched. */
long sc_point_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
                   const sigset_t *mask)
{
    struct timespec copy;
    if (timeout != nullptr)
        copy = *timeout;
    return sc_call_ppoll(arg(fds), count, timeout != nullptr ? arg(&copy) : 0, arg(mask),
                         kernel_sigset_size);
}

long sc_point_ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
                       const sigset_t *mask, size_t room)
{
    if (room / sizeof *fds < count)
        return next_as<int(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *,
                           size_t)>(Row::__ppoll_chk)(fds, count, timeout, mask, room);
    return sc_point_ppoll(fds, count, timeout, mask);
}

/*
 * select(2) by way of pselect6, as newer glibcs have it.  The timeout's
 * microseconds may exceed a second, and select, unlike pselect, leaves the
 * time that is left in it.
 */
long sc_point_select_by_pselect6(int limit, fd_set *reading, fd_set *writing, fd_set *excepting,
                                 struct timeval *timeout)
{
    constexpr long second = 1'000'000;
    struct timespec left = {};
    if (timeout != nullptr) {
        if (timeout->tv_sec < 0 || timeout->tv_usec < 0) {
            errno = EINVAL;
            return -1;
        }
        if (__builtin_add_overflow(timeout->tv_sec, timeout->tv_usec / second, &left.tv_sec))
            left = {LONG_MAX, 999'999'999};
        else
            left.tv_nsec = timeout->tv_usec % second * 1000;
    }
    const long result = sc_call_pselect6(limit, arg(reading), arg(writing), arg(excepting),
                                        timeout != nullptr ? arg(&left) : 0, 0);
    if (timeout != nullptr)
        *timeout = {left.tv_sec, left.tv_nsec / 1000};
    return result;
}

long sc_point_pselect(int limit, fd_set *reading, fd_set *writing, fd_set *excepting,
                     const struct timespec *timeout, const sigset_t *mask)
{
    struct timespec copy;
    if (timeout != nullptr)
        copy = *timeout;
    /* The sixth argument of the system call (pselect(2), "C library/kernel differences"). */
    const struct {
        const sigset_t *mask;
        size_t size;
    } set = {mask, kernel_sigset_size};
    return sc_call_pselect6(limit, arg(reading), arg(writing), arg(excepting),
                            timeout != nullptr ? arg(&copy) : 0, arg(&set));
}

} // extern "C"
