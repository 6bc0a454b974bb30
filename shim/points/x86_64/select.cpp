/* SPDX-License-Identifier: MIT */
/* Layer: wrappers, x86-64.  select, of which glibc up to 2.31 makes the call of that name; rules in system_calls.h. */
#include "system_calls.h"

#include <sys/select.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

long sc_point_select(int limit, fd_set *reading, fd_set *writing, fd_set *excepting,
                     struct timeval *timeout)
{
    if (sc_config.select_is_select)
        return sc_call_select(limit, arg(reading), arg(writing), arg(excepting), arg(timeout));
    return sc_point_select_by_pselect6(limit, reading, writing, excepting, timeout);
}

} // extern "C"
