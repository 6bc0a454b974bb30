/* SPDX-License-Identifier: MIT */
/* The thread and its handlers; their contract stands in user_handlers.h. */
#include "user_handlers.h"

#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <time.h>

struct seen seen = {.work = PTHREAD_MUTEX_INITIALIZER};

static atomic_int depth;
static sigjmp_buf leap;
static char other_stack[65536] __attribute__((aligned(64)));

static void count_acted(void *unused)
{
    (void)unused;
    ++seen.acted;
}

static void note_depth(void)
{
    const int now = ++depth;
    if (now > seen.deepest)
        seen.deepest = now;
}

static void arrive(void)
{
    const stack_t stack = {.ss_sp = other_stack, .ss_size = sizeof other_stack};
    sigaltstack(&stack, NULL);
    atomic_store(&stage.tid, (int)syscall(SYS_gettid));
    wait_for(&stage.go);
}

static void call_once(void)
{
    mark(MARK_BEGIN, stage.run->scenario->number, stage.run->scenario->flags);
    errno = SENTINEL;
    stage.value = stage.call(stage.run);
    stage.error = errno;
    atomic_store(&stage.returned, 1);
}

void *calls_once(void *run)
{
    pthread_cleanup_push(count_acted, run);
    arrive();
    call_once();
    wait_for(&stage.cancelled);
    pthread_testcancel();
    pthread_cleanup_pop(0);
    return NULL;
}

/* Leaves the handler by a jump, and then comes to another point that blocks. */
void *leaps_out(void *run)
{
    char byte;
    pthread_cleanup_push(count_acted, run);
    arrive();
    if (sigsetjmp(leap, 1) == 0)
        call_once();
    if (read(silent_pipe[0], &byte, 1) >= 0)
        pthread_testcancel();
    pthread_cleanup_pop(0);
    return NULL;
}

void lingers(int number)
{
    const int saved = errno;
    char here;
    (void)number;
    seen.on_other_stack = &here >= other_stack && &here < other_stack + sizeof other_stack;
    note_depth();
    atomic_store(&stage.in_handler, 1);
    while (!atomic_load(&stage.leave_handler))
        sched_yield();
    --depth;
    ++seen.left;
    errno = saved;
}

void shields(int number)
{
    int state;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    lingers(number);
    pthread_setcancelstate(state, NULL);
    atomic_fetch_add(&seen.left, 1);
}

/* Three deep: each raises the next one's signal in the middle. */
void first_of_three(int number)
{
    note_depth();
    raise(number == SIGUSR1 ? SIGUSR2 : SIGHUP);
    --depth;
    ++seen.left;
}

static long milliseconds_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

long work_time = 20;

/*
 * Some time of work under a lock.  Not allowed by POSIX if the interrupted code
 * were to hold the same lock: it never does.  A death in here leaves it taken.
 */
void computes(int number)
{
    const int saved = errno;
    const long end = milliseconds_now() + work_time;
    (void)number;
    while (milliseconds_now() < end) {
        pthread_mutex_lock(&seen.work);
        atomic_store(&stage.in_handler, 1);
        for (volatile int i = 0; i < 10000; ++i) {
        }
        pthread_mutex_unlock(&seen.work);
    }
    ++seen.left;
    errno = saved;
}

void leaps(int number)
{
    (void)number;
    atomic_store(&stage.in_handler, 1);
    while (!atomic_load(&stage.leave_handler))
        sched_yield();
    ++seen.left;
    siglongjmp(leap, 1);
}

/* A point of the handler's own. */
void blocks_in_read(int number)
{
    char byte;
    (void)number;
    atomic_store(&stage.in_handler, 1);
    if (read(silent_pipe[0], &byte, 1) >= 0)
        ++seen.left;
}
