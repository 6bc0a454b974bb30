/* SPDX-License-Identifier: MIT */
/* Layer: wrappers.  Waiting for signals and children; rules in system_calls.h. */
#include "system_calls.h"

#include <signal.h>
#include <sys/wait.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

long sc_point_sigsuspend(const sigset_t *mask)
{
    return sc_call_rt_sigsuspend(arg(mask), kernel_sigset_size);
}

long sc_point_wait(int *status)
{
    return sc_call_wait4(-1, arg(status), 0, 0);
}

long sc_point_wait3(int *status, int options, struct rusage *usage)
{
    return sc_call_wait4(-1, arg(status), options, arg(usage));
}

/* The system call can tell the resources used too; C cannot ask for them. */
long sc_point_waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
    return sc_call_waitid(type, id, arg(info), options, 0);
}

long sc_point_waitpid(pid_t child, int *status, int options)
{
    return sc_call_wait4(child, arg(status), options, 0);
}

} // extern "C"
