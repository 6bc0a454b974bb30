/* SPDX-License-Identifier: MIT */
/* Layer: wrappers.  Waiting until a descriptor is ready; rules in system_calls.h. */
#include "system_calls.h"

#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

long sc_point_poll_chk(struct pollfd *fds, nfds_t count, int timeout, size_t room)
{
    if (room / sizeof *fds < count)
        return next_as<int(struct pollfd *, nfds_t, int, size_t)>(Row::__poll_chk)(fds, count,
                                                                                   timeout, room);
    return sc_call_poll(arg(fds), count, timeout);
}

long sc_point_epoll_pwait(int epoll, struct epoll_event *events, int room, int timeout,
                         const sigset_t *mask)
{
    return sc_call_epoll_pwait(epoll, arg(events), room, timeout, arg(mask), kernel_sigset_size);
}

} // extern "C"
