/* SPDX-License-Identifier: MIT */
/* Layer: wrappers.  Waiting for signals and for time; rules in system_calls.h. */
#include "system_calls.h"

#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <limits>

#include "unwrapped.h"

using namespace safecancel;

namespace {

/*
 * Sleeps by `call`.  Where time has 32 bits libc has the time left told to a
 * variable of its own, in the form that has 64, and hands it on.
 */
template <class Call>
inline long sleep_by(Call call, clockid_t clock, int flags, const struct timespec *wanted,
                     struct timespec *left, long interrupted)
{
    if constexpr (sizeof(time_t) == 8)
        return call(clock, flags, arg(wanted), arg(left));
    struct timespec rest;
    const long result = call(clock, flags, arg(wanted), arg(&rest));
    if (result == interrupted && left != nullptr && (flags & TIMER_ABSTIME) == 0 &&
        (interrupted > 0 || errno == EINTR))
        *left = rest;
    return result;
}

} // namespace

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
    return sleep_by(sc_call_clock_nanosleep_error, clock, flags, wanted, left, EINTR);
}

long sc_point_nanosleep(const struct timespec *wanted, struct timespec *left)
{
    return sleep_by(sc_call_clock_nanosleep, CLOCK_REALTIME, 0, wanted, left, -1);
}

long sc_point_usleep(useconds_t microseconds)
{
    const struct timespec wanted = {static_cast<time_t>(microseconds / 1'000'000),
                                    static_cast<long>(microseconds % 1'000'000 * 1000)};
    return sleep_by(sc_call_clock_nanosleep, CLOCK_REALTIME, 0, &wanted, nullptr, -1);
}

/*
 * Returns the seconds left, errno untouched unless interrupted.  A time of 32
 * bits cannot hold all of them at once: in two sleeps then, as glibc does.
 */
long sc_point_sleep(unsigned seconds)
{
    constexpr unsigned long most = std::numeric_limits<time_t>::max();
    struct timespec time = {};
    do {
        time.tv_sec = static_cast<time_t>(seconds < most ? seconds : most);
        seconds -= static_cast<unsigned>(time.tv_sec);
        if (sc_call_clock_nanosleep(CLOCK_REALTIME, 0, arg(&time), arg(&time)) < 0)
            return static_cast<long>(seconds + static_cast<unsigned>(time.tv_sec));
    } while (seconds != 0);
    return 0;
}

} // extern "C"
