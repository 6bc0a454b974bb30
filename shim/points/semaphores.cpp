/* SPDX-License-Identifier: MIT */
/*
 * Layer: wrappers.  Waiting for a semaphore (POSIX XSH, sem_wait), for programs
 * that ask for cancellation as an error.  libc waits on a futex, and knows no
 * error of that but EINTR: which the handler has it return, and here it becomes
 * ECANCELED.  sem_clockwait is of glibc 2.30.
 */
#include <errno.h>
#include <semaphore.h>
#include <time.h>

#include "config.h"
#include "errors.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

/* The calling thread's request, at a point that may fail for it. */
bool take_error_of_this_thread()
{
    const uint32_t word = load_word(thread_pointer());
    return error_may_be_due(word) && !request_is_due(word) &&
           raw_syscall(__NR_gettid) == thread_id(thread_pointer()) && take_error();
}

template <class Wait> int wait_or_fail(Wait wait)
{
    int result = -1;
    if (!take_error_of_this_thread()) {
        ++error_state.waits;
        result = wait();
        --error_state.waits;
        if (result == 0 || errno != EINTR || !take_error_of_this_thread())
            return result;
    }
    errno = ECANCELED;
    return result;
}

} // namespace

} // namespace safecancel

extern "C" {

using namespace safecancel;

int sc_sem_wait(sem_t *semaphore)
{
    return wait_or_fail([=] { return next_as<int(sem_t *)>(Row::sem_wait)(semaphore); });
}

int sc_sem_timedwait(sem_t *semaphore, const struct timespec *deadline)
{
    return wait_or_fail([=] {
        return next_as<int(sem_t *, const struct timespec *)>(Row::sem_timedwait)(semaphore, deadline);
    });
}

int sc_sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *deadline)
{
    return wait_or_fail([=] {
        return next_as<int(sem_t *, clockid_t, const struct timespec *)>(Row::sem_clockwait)(
            semaphore, clock, deadline);
    });
}
}
