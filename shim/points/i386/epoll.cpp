/* SPDX-License-Identifier: MIT */
/* Layer: wrappers, 32-bit x86.  epoll_pwait2; rules in system_calls.h. */
#include "system_calls.h"

#include <signal.h>
#include <sys/epoll.h>
#include <time.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

/* Its time has 64 bits for the kernel, and there is no older call that libc could try first. */
long sc_point_epoll_pwait2(int epoll, struct epoll_event *events, int room,
                           const struct timespec *timeout, const sigset_t *mask)
{
    struct {
        int64_t seconds, nanoseconds;
    } wide = {};
    if (timeout != nullptr)
        wide = {timeout->tv_sec, timeout->tv_nsec};
    return sc_call_epoll_pwait2(epoll, arg(events), room, timeout != nullptr ? arg(&wide) : 0,
                                arg(mask), kernel_sigset_size);
}

} // extern "C"
