/* SPDX-License-Identifier: MIT */
/* Layer: wrappers, 64-bit systems.  Waiting for signals and for time; rules in system_calls.h. */
#include "system_calls.h"

#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "unwrapped.h"

using namespace safecancel;

extern "C" {

/* glibc reports a tgkill, which its own raise makes, as a kill. */
long sc_point_sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)
{
    const long result = sc_call_rt_sigtimedwait(arg(set), arg(info), arg(timeout),
                                               kernel_sigset_size);
    if (result != -1 && info != nullptr && info->si_code == SI_TKILL)
        info->si_code = SI_USER;
    return result;
}

long sc_point_sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
    return sc_point_sigtimedwait(set, info, nullptr);
}

/* Returns an error number; never EINTR, which POSIX does not give it. */
long sc_point_sigwait(const sigset_t *set, int *signal)
{
    siginfo_t info;
    long result;
    do
        result = sc_call_rt_sigtimedwait(arg(set), arg(&info), 0, kernel_sigset_size);
    while (result < 0 && errno == EINTR);
    if (result < 0)
        return errno;
    *signal = info.si_signo;
    return 0;
}

/* Returns an error number.  The clocks are glibc's cases: one refused, one named otherwise. */
long sc_point_clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted,
                             struct timespec *left)
{
    constexpr clockid_t this_process = -6; /* MAKE_PROCESS_CPUCLOCK(0, CPUCLOCK_SCHED) */
    if (clock == CLOCK_THREAD_CPUTIME_ID)
        return EINVAL;
    if (clock == CLOCK_PROCESS_CPUTIME_ID)
        clock = this_process;
    return sc_call_clock_nanosleep_error(clock, flags, arg(wanted), arg(left));
}

long sc_point_nanosleep(const struct timespec *wanted, struct timespec *left)
{
    return sc_call_clock_nanosleep(CLOCK_REALTIME, 0, arg(wanted), arg(left));
}

long sc_point_usleep(useconds_t microseconds)
{
    const struct timespec wanted = {microseconds / 1'000'000, microseconds % 1'000'000 * 1000};
    return sc_call_clock_nanosleep(CLOCK_REALTIME, 0, arg(&wanted), 0);
}

/* Returns the seconds left, errno untouched unless interrupted. */
long sc_point_sleep(unsigned seconds)
{
    struct timespec time = {seconds, 0};
    if (sc_call_clock_nanosleep(CLOCK_REALTIME, 0, arg(&time), arg(&time)) < 0)
        return time.tv_sec;
    return 0;
}

} // extern "C"
