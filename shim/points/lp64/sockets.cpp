/* SPDX-License-Identifier: MIT */
/* Layer: wrappers, 64-bit systems.  Sockets; rules in system_calls.h. */
#include "system_calls.h"

#include <sys/socket.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

long sc_point_recv(int fd, void *buffer, size_t size, int flags)
{
    return sc_call_recvfrom(fd, arg(buffer), size, flags, 0, 0);
}

long sc_point_send(int fd, const void *buffer, size_t size, int flags)
{
    return sc_call_sendto(fd, arg(buffer), size, flags, 0, 0);
}

} // extern "C"
