/* SPDX-License-Identifier: MIT */
/* Layer: wrappers, 64-bit systems.  Sockets and message queues; rules in system_calls.h. */
#include "system_calls.h"

#include <mqueue.h>
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

long sc_point_mq_receive(mqd_t queue, char *message, size_t room, unsigned *priority)
{
    return sc_call_mq_timedreceive(queue, arg(message), room, arg(priority), 0);
}

long sc_point_mq_send(mqd_t queue, const char *message, size_t size, unsigned priority)
{
    return sc_call_mq_timedsend(queue, arg(message), size, priority, 0);
}

} // extern "C"
