/* SPDX-License-Identifier: MIT */
/*
 * Layer: wrappers, 32-bit x86.  Sockets, through socketcall(2): a number from
 * <linux/net.h> and the address of the arguments; rules in system_calls.h.
 */
#include "system_calls.h"

#include <linux/net.h>
#include <sys/socket.h>

#include "unwrapped.h"

using namespace safecancel;

namespace {

template <class... Arguments> inline long socket_call(long call, Arguments... arguments)
{
    const long list[] = {arguments...};
    return sc_call_socketcall(call, arg(list));
}

} // namespace

extern "C" {

long sc_call_accept(long fd, long address, long address_size)
{
    return socket_call(SYS_ACCEPT, fd, address, address_size);
}

long sc_call_accept4(long fd, long address, long address_size, long flags)
{
    return socket_call(SYS_ACCEPT4, fd, address, address_size, flags);
}

long sc_call_connect(long fd, long address, long address_size)
{
    return socket_call(SYS_CONNECT, fd, address, address_size);
}

long sc_point_recv(int fd, void *buffer, size_t size, int flags)
{
    return socket_call(SYS_RECV, static_cast<long>(fd), arg(buffer), static_cast<long>(size),
                       static_cast<long>(flags));
}

long sc_call_recvfrom(long fd, long buffer, long size, long flags, long address, long address_size)
{
    return socket_call(SYS_RECVFROM, fd, buffer, size, flags, address, address_size);
}

long sc_call_recvmsg(long fd, long message, long flags)
{
    return socket_call(SYS_RECVMSG, fd, message, flags);
}

long sc_point_send(int fd, const void *buffer, size_t size, int flags)
{
    return socket_call(SYS_SEND, static_cast<long>(fd), arg(buffer), static_cast<long>(size),
                       static_cast<long>(flags));
}

long sc_call_sendmsg(long fd, long message, long flags)
{
    return socket_call(SYS_SENDMSG, fd, message, flags);
}

long sc_call_sendto(long fd, long buffer, long size, long flags, long address, long address_size)
{
    return socket_call(SYS_SENDTO, fd, buffer, size, flags, address, address_size);
}

} // extern "C"
