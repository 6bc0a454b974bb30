/* SPDX-License-Identifier: MIT */
/* Layer: wrappers, 64-bit systems.  epoll_pwait2, whose time has 64 bits; rules in system_calls.h. */
#include "system_calls.h"

#include <signal.h>
#include <sys/epoll.h>
#include <time.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

long sc_point_epoll_pwait2(int epoll, struct epoll_event *events, int room,
                          const struct timespec *timeout, const sigset_t *mask)
{
    return sc_call_epoll_pwait2(epoll, arg(events), room, arg(timeout), arg(mask),
                                kernel_sigset_size);
}

} // extern "C"
