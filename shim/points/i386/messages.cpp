/* SPDX-License-Identifier: MIT */
/* Layer: wrappers, 32-bit x86.  System V messages, through ipc(2); rules in system_calls.h. */
#include "system_calls.h"

#include <linux/ipc.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

long sc_call_msgsnd(long queue, long message, long size, long flags)
{
    return sc_call_ipc(MSGSND, queue, size, flags, message, 0);
}

/* The last two arguments stand in memory ("struct ipc_kludge" of the kernel). */
long sc_call_msgrcv(long queue, long message, long size, long type, long flags)
{
    const long kludge[] = {message, type};
    return sc_call_ipc(MSGRCV, queue, size, flags, arg(kludge), 0);
}

} // extern "C"
