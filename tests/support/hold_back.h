/* SPDX-License-Identifier: MIT */
/*
 * Holds a thread back that is about to be woken, so that what its waker does
 * next comes before the thread runs again.  Plain C, for the programs that are
 * cancelled; the caller defines _GNU_SOURCE.
 */
#ifndef SAFECANCEL_TESTS_HOLD_BACK_H
#define SAFECANCEL_TESTS_HOLD_BACK_H

#include <sched.h>
#include <sys/types.h>

/*
 * The caller and the thread `tid`, which sleeps, are put on one processor, and
 * the thread under SCHED_BATCH, whose threads never preempt when they are woken
 * (sched(7)).  Now the thread runs when the caller sleeps, or when that has used
 * up its slice, which a few system calls do not.  Returns 0 if not permitted.
 */
static inline int hold_back(pid_t tid)
{
    const struct sched_param none = {0};
    const int processor = sched_getcpu();
    cpu_set_t one;
    CPU_ZERO(&one);
    if (processor < 0)
        return 0;
    CPU_SET(processor, &one);
    return sched_setaffinity(0, sizeof one, &one) == 0 && sched_setaffinity(tid, sizeof one, &one) == 0 &&
           sched_setscheduler(tid, SCHED_BATCH, &none) == 0;
}

#endif
