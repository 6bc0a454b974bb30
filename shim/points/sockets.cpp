/* SPDX-License-Identifier: MIT */
/*
 * Layer: wrappers.  Sockets: the fortified forms, where a buffer too small stops the program, in
 * libc; rules in system_calls.h.  The plain ones are the architecture's.
 */
#include "system_calls.h"

#include <sys/socket.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

long sc_point_recv_chk(int fd, void *buffer, size_t size, size_t room, int flags)
{
    if (size > room)
        return next_as<ssize_t(int, void *, size_t, size_t, int)>(Row::__recv_chk)(
            fd, buffer, size, room, flags);
    return sc_point_recv(fd, buffer, size, flags);
}

long sc_point_recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags,
                              struct sockaddr *address, socklen_t *address_size)
{
    if (size > room)
        return next_as<ssize_t(int, void *, size_t, size_t, int, struct sockaddr *, socklen_t *)>(
            Row::__recvfrom_chk)(fd, buffer, size, room, flags, address, address_size);
    return sc_call_recvfrom(fd, arg(buffer), size, flags, arg(address), arg(address_size));
}

} // extern "C"
