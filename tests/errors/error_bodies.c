/* SPDX-License-Identifier: MIT */
/* The thread's side of the situations in which points fail with ECANCELED; see error_stage.h. */
#include <signal.h>

#include "error_stage.h"
#include "probe.h"

#include <sched.h>
#include <string.h>

struct error_stage errors = {.delay = -1, .failing_in_cleanup = -1, .failing_in_handler = -1, .state_at_end = -1};

static struct safecancel_deadline scope;
static struct timespec left_handler; /* by the thread that calls, which nobody has to wake for it */

struct timespec from_now(long milliseconds)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += milliseconds / 1000;
    time.tv_nsec += milliseconds % 1000 * 1000000;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

static void come_to_cleanup(void *unused)
{
    (void)unused;
    atomic_store(&stage.cleaned, 1);
    errors.failing_in_cleanup = failing_points();
}

static void enter(void)
{
    const struct timespec when = errors.delay == 0 ? (struct timespec){0, 1} : from_now(errors.delay);
    if (errors.enters == ENTERS_DISABLED)
        pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    if (errors.enters == ENTERS_MASKED && pthread_setcancelstate(SAFECANCEL_CANCEL_MASKED, NULL) != 0)
        broken("SAFECANCEL_CANCEL_MASKED");
    if (errors.delay >= 0 && safecancel_deadline_begin(&scope, &when) != 0)
        broken("safecancel_deadline_begin");
}

static void arrive(void)
{
    atomic_store(&stage.tid, (int)syscall(SYS_gettid));
    wait_for(&stage.go);
    for (int i = 0; i < errors.raises; ++i)
        raise(SIGUSR1);
    if (errors.enters == ENTERS_MASKED)
        pthread_testcancel(); /* must do nothing */
    if (errors.enables)
        pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
}

/* sleep tells only how long it would have gone on; sigwait's row turns numbers round. */
static int failed_as_it_does(const struct attempt *attempt)
{
    const struct scenario *scenario = stage.run->scenario;
    if (scenario->flags & SC_INSIDE)
        return attempt->error == ECANCELED;
    if (scenario->flags & SC_ERROR_NUMBER)
        return (attempt->value == ECANCELED || attempt->value == -ECANCELED) &&
               (attempt->error == SENTINEL || attempt->error == ECANCELED);
    if (strcmp(stage.run->name, "sleep") == 0)
        return attempt->value > 0 && attempt->error == ECANCELED;
    return attempt->value == -1 && attempt->error == ECANCELED;
}

static void judge(struct attempt *attempt)
{
    attempt->value = stage.value;
    attempt->error = stage.error;
    attempt->outcome = result_is_expected() ? RIGHT : failed_as_it_does(attempt) ? FAILED : OTHER;
}

static void call_point(int number)
{
    const struct scenario *scenario = stage.run->scenario;
    atomic_store(&stage.returned, 0);
    atomic_store(&errors.begun, number + 1);
    if (number == 0)
        mark(MARK_BEGIN, scenario->number, scenario->flags);
    errno = SENTINEL;
    stage.value = stage.call(stage.run);
    stage.error = errno;
    if (number == 0)
        mark(MARK_END, 0, 0);
    const struct timespec now = from_now(0);
    if (number == 0 && left_handler.tv_sec != 0)
        errors.given_after = (now.tv_sec - left_handler.tv_sec) * 1000000 + (now.tv_nsec - left_handler.tv_nsec) / 1000;
    atomic_store(&stage.returned, 1);
}

static void attempt(int number)
{
    call_point(number);
    judge(&errors.attempts[number]);
    errors.attempts[number].failing = failing_points();
    if (errors.delay >= 0 && number == 0 && safecancel_deadline_end(&scope) != 0)
        broken("safecancel_deadline_end");
    atomic_store(&errors.made, number + 1);
}

static int may_attempt(int number)
{
    while (atomic_load(&errors.allowed) <= number)
        if (atomic_load(&errors.finish))
            return 0;
        else
            sched_yield();
    return 1;
}

void *attempts(void *run)
{
    pthread_cleanup_push(come_to_cleanup, run);
    enter();
    arrive();
    for (int i = 0; i < ATTEMPTS && may_attempt(i); ++i)
        attempt(i);
    wait_for(&errors.finish);
    errors.pending_at_end = safecancel_pending();
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &errors.state_at_end);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    pthread_testcancel();
    pthread_cleanup_pop(0);
    return NULL;
}

void timed_handler(int number)
{
    lingering_handler(number);
    left_handler = from_now(0);
}

void breaking_handler(int number, siginfo_t *info, void *context)
{
    const int saved = errno;
    (void)number;
    (void)info;
    if (safecancel_break_from_handler(context) != 0)
        broken("safecancel_break_from_handler");
    if (errors.probes_in_handler)
        errors.failing_in_handler = failing_points();
    atomic_store(&stage.in_handler, 1);
    while (errors.lingers && !atomic_load(&stage.leave_handler))
        sched_yield();
    atomic_store(&stage.left_handler, 1);
    errno = saved;
}
