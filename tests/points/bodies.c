/* SPDX-License-Identifier: MIT */
/*
 * The thread's side of the situations: what the thread that calls the point
 * does, and the user's signal handlers.  A body arrives, waits for `go`, calls the
 * point once, and then comes to the next cancellation point, where a request
 * that the first one has rightly left pending is acted upon.
 */
#include "stage.h"

#include <sched.h>
#include <signal.h>

static void note_cleanup(void *unused)
{
    (void)unused;
    atomic_store(&stage.cleaned, 1);
}

static void call_point(void)
{
    const struct scenario *scenario = stage.run->scenario;
    mark(MARK_BEGIN, scenario->number, scenario->flags);
    errno = SENTINEL;
    stage.value = stage.call(stage.run);
    stage.error = errno;
    mark(MARK_END, 0, 0);
    atomic_store(&stage.returned, 1);
}

static void arrive(void)
{
    atomic_store(&stage.tid, (int)syscall(SYS_gettid));
    wait_for(&stage.go);
}

/* The next cancellation point after the one under test. */
static void next_point(void)
{
    wait_for(&stage.cancelled);
    pthread_testcancel();
}

void *calls(void *run)
{
    pthread_cleanup_push(note_cleanup, run);
    arrive();
    call_point();
    next_point();
    pthread_cleanup_pop(0);
    return NULL;
}

void *calls_with_pending(void *run)
{
    pthread_cleanup_push(note_cleanup, run);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    arrive();
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    call_point();
    next_point();
    pthread_cleanup_pop(0);
    return NULL;
}

void *calls_disabled(void *run)
{
    pthread_cleanup_push(note_cleanup, run);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    arrive();
    call_point();
    wait_for(&stage.cancelled);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    next_point();
    pthread_cleanup_pop(0);
    return NULL;
}

void calling_handler(int number)
{
    (void)number;
    atomic_store(&stage.in_handler, 1);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    call_point();
    atomic_store(&stage.left_handler, 1);
}

void *raises(void *run)
{
    pthread_cleanup_push(note_cleanup, run);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    arrive();
    raise(SIGUSR1);
    next_point();
    pthread_cleanup_pop(0);
    return NULL;
}

int silent_pipe[2];

/* Blocked in one point, it is made to call another by a signal. */
void *reads_silence(void *run)
{
    char byte;
    pthread_cleanup_push(note_cleanup, run);
    arrive();
    if (read(silent_pipe[0], &byte, 1) == 1)
        next_point();
    pthread_cleanup_pop(0);
    return NULL;
}

void lingering_handler(int number)
{
    (void)number;
    const int saved = errno;
    atomic_store(&stage.in_handler, 1);
    while (!atomic_load(&stage.leave_handler))
        sched_yield();
    atomic_store(&stage.left_handler, 1);
    errno = saved;
}

void passing_handler(int number)
{
    (void)number;
    atomic_store(&stage.in_handler, 1);
    atomic_store(&stage.left_handler, 1);
}
