/* SPDX-License-Identifier: MIT */
/* Layer: wrappers.  Message queues; rules in system_calls.h. */
#include "system_calls.h"

#include <mqueue.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

long sc_point_mq_receive(mqd_t queue, char *message, size_t room, unsigned *priority)
{
    return sc_call_mq_timedreceive(queue, arg(message), room, arg(priority), 0);
}

long sc_point_mq_send(mqd_t queue, const char *message, size_t size, unsigned priority)
{
    return sc_call_mq_timedsend(queue, arg(message), size, priority, 0);
}

} // extern "C"
