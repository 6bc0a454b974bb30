/* SPDX-License-Identifier: MIT */
/*
 * Layer: wrappers, 64-bit Arm.  Calls that this kernel does not have, made of
 * newer ones as libc makes them; rules in system_calls.h.
 */
#include "system_calls.h"

#include <fcntl.h>
#include <time.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

long sc_call_creat(long path, long mode)
{
    return sc_call_openat(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, static_cast<mode_t>(mode));
}

long sc_call_epoll_wait(long epoll, long events, long room, long timeout)
{
    return sc_call_epoll_pwait(static_cast<int>(epoll), events, static_cast<int>(room),
                               static_cast<int>(timeout), 0, kernel_sigset_size);
}

long sc_call_pause()
{
    return sc_call_ppoll(0, 0, 0, 0, 0);
}

/* Any negative time is for ever. */
long sc_call_poll(long fds, long count, long milliseconds)
{
    const int timeout = static_cast<int>(milliseconds);
    struct timespec time = {timeout / 1000, timeout % 1000 * 1'000'000L};
    return sc_call_ppoll(fds, count, timeout >= 0 ? arg(&time) : 0, 0, 0);
}

} // extern "C"
