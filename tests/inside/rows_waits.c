/* SPDX-License-Identifier: MIT */
/*
 * Semaphores and condition variables.  The variant "shared" has a second waiter
 * behind the one under test, and one token or signal for both: if the first is
 * acted upon, the second must get it.
 */
#include "inside.h"

#include <aio.h>
#include <semaphore.h>
#include <string.h>
#include <threads.h>
#include <time.h>

static sem_t semaphore;
static pthread_mutex_t mutex;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static mtx_t plain_mutex;
static cnd_t plain_condition;
static int tokens;           /* what the condition is about */
static int not_locked_again; /* the mutex, in the cleanup handler */
static atomic_int second_id;
static atomic_int second_done;
static pthread_t second;
static int has_second, woken;

static const struct timespec *far_away(void)
{
    static struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_sec += 1000;
    return &time;
}

/* Asleep in the kernel: as stage.c's, for a thread that is not the stage's. */
static void wait_until_second_sleeps(void)
{
    const int first = atomic_load(&stage.tid);
    wait_for(&second_id);
    atomic_store(&stage.tid, atomic_load(&second_id));
    wait_until_blocked(SYS_futex);
    atomic_store(&stage.tid, first);
}

static void start_second(void *(*body)(void *), void *argument)
{
    if (pthread_create(&second, NULL, body, argument) != 0)
        broken("pthread_create");
    has_second = 1;
    wait_until_second_sleeps();
}

/* --- semaphores --- */

static const char *no_token(struct run *run)
{
    (void)run;
    return sem_init(&semaphore, 0, 0) == 0 ? NULL : "no semaphores";
}

static void post(struct run *run)
{
    (void)run;
    woken = 1;
    sem_post(&semaphore);
}

static int token_gone(struct run *run)
{
    int value = 0;
    (void)run;
    sem_getvalue(&semaphore, &value);
    return woken && value == 0;
}

static void *waits_for_token(void *unused)
{
    atomic_store(&second_id, (int)syscall(SYS_gettid));
    sem_wait(&semaphore);
    atomic_store(&second_done, 1);
    return unused;
}

static void post_for_both(struct run *run)
{
    start_second(waits_for_token, NULL);
    post(run);
}

/* One token was posted: the first has it, or the second, or it is still there. */
static int token_somewhere(struct run *run)
{
    int value = 0, harm = 0;
    void *result;
    (void)run;
    if (has_second && !stage.returned && !ends_within(second, 2, &result))
        harm = HARM_LOST;
    if (has_second && !atomic_load(&second_done)) {
        sem_post(&semaphore);
        pthread_join(second, &result);
    }
    sem_getvalue(&semaphore, &value);
    if (woken && !has_second && !stage.returned && value != 1)
        harm = HARM_LOST;
    return harm;
}

static long call_sem_wait(struct run *run) { return FN(sem_wait)(&semaphore); }
static long call_sem_timedwait(struct run *run) { return FN(sem_timedwait)(&semaphore, far_away()); }

/* --- condition variables --- */

static const char *a_condition(struct run *run)
{
    pthread_mutexattr_t checking;
    (void)run;
    pthread_mutexattr_init(&checking);
    pthread_mutexattr_settype(&checking, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&mutex, &checking);
    return NULL;
}

/* Runs when acted upon: only the owner can unlock this kind of mutex. */
static void unlock_own(void *unused)
{
    (void)unused;
    not_locked_again = pthread_mutex_unlock(&mutex) != 0;
}

static long wait_for_signal(struct run *run, int timed)
{
    volatile long error = 0;
    pthread_mutex_lock(&mutex);
    pthread_cleanup_push(unlock_own, NULL);
    while (error == 0 && tokens == 0)
        error = timed ? FN(pthread_cond_timedwait)(&condition, &mutex, far_away())
                      : FN(pthread_cond_wait)(&condition, &mutex);
    tokens -= error == 0;
    pthread_cleanup_pop(1);
    return error;
}

static long call_cond_wait(struct run *run) { return wait_for_signal(run, 0); }
static long call_cond_timedwait(struct run *run) { return wait_for_signal(run, 1); }

static void signal_once(struct run *run)
{
    (void)run;
    pthread_mutex_lock(&mutex);
    ++tokens;
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&mutex);
}

static void *waits_for_signal(void *unused)
{
    atomic_store(&second_id, (int)syscall(SYS_gettid));
    pthread_mutex_lock(&mutex);
    while (tokens == 0)
        pthread_cond_wait(&condition, &mutex);
    --tokens;
    pthread_mutex_unlock(&mutex);
    atomic_store(&second_done, 1);
    return unused;
}

static void signal_one_of_both(struct run *run)
{
    start_second(waits_for_signal, NULL);
    signal_once(run);
}

static int signal_somewhere(struct run *run)
{
    int harm = not_locked_again ? HARM_LOCKED : 0;
    void *result;
    if (pthread_mutex_trylock(&mutex) != 0)
        return HARM_LOCKED;
    pthread_mutex_unlock(&mutex);
    if (has_second && !stage.returned && !ends_within(second, 2, &result))
        harm |= HARM_LOST;
    if (has_second && !atomic_load(&second_done)) {
        signal_once(run);
        pthread_cond_broadcast(&condition);
        pthread_join(second, &result);
    }
    return harm;
}

/* --- C11 --- */

static const char *a_plain_condition(struct run *run)
{
    (void)run;
    return mtx_init(&plain_mutex, mtx_plain) == thrd_success && cnd_init(&plain_condition) == thrd_success
               ? NULL
               : "no C11 threads";
}

/* A plain mutex cannot tell its owner: that somebody has it again is seen, and then it is free. */
static void unlock_plain(void *unused)
{
    (void)unused;
    not_locked_again = mtx_trylock(&plain_mutex) == thrd_success;
    mtx_unlock(&plain_mutex);
}

static long call_cnd_wait(struct run *run)
{
    volatile long error = thrd_success;
    mtx_lock(&plain_mutex);
    pthread_cleanup_push(unlock_plain, NULL);
    while (error == thrd_success && tokens == 0)
        error = FN(cnd_wait)(&plain_condition, &plain_mutex);
    pthread_cleanup_pop(1);
    return error;
}

static void signal_plain(struct run *run)
{
    (void)run;
    mtx_lock(&plain_mutex);
    tokens = 1;
    cnd_signal(&plain_condition);
    mtx_unlock(&plain_mutex);
}

static int plain_mutex_free(struct run *run)
{
    (void)run;
    if (mtx_trylock(&plain_mutex) != thrd_success)
        return HARM_LOCKED;
    mtx_unlock(&plain_mutex);
    return not_locked_again ? HARM_LOCKED : 0;
}

/* --- aio_suspend --- */

static struct aiocb control;

static const char *a_slow_read(struct run *run)
{
    make_pipe_to_read(run);
    memset(&control, 0, sizeof control);
    control.aio_fildes = run->fd;
    control.aio_buf = run->buffer;
    control.aio_nbytes = 1;
    return aio_read(&control) == 0 ? NULL : "no aio_read";
}

static long call_aio_suspend(struct run *run)
{
    const struct aiocb *const list[] = {&control};
    return FN(aio_suspend)(list, 1, NULL);
}

/* libc's own lock is free, and its list knows of no dead waiter: the read ends and is taken. */
static int read_completes(struct run *run)
{
    if (aio_error(&control) == EINPROGRESS)
        put_mark(run);
    while (aio_error(&control) == EINPROGRESS)
        syscall(SYS_sched_yield);
    return aio_return(&control) == 1 ? 0 : HARM_LOST;
}

#define FUTEX .number = NR_futex
#define SEMAPHORE FUTEX, .prepare = no_token
#define CONDITION FUTEX, .prepare = a_condition
#define LATE .flags = SC_LATE | SC_WAITED

const struct inside wait_rows[] = {
    {{.names = {"sem_wait"}, SEMAPHORE, LATE, .enable = post, .effect = token_gone, .call = call_sem_wait},
     .flags = IN_KEEPS_TOKEN | IN_RESTARTS | IN_HANDLERS | IN_MAY_LEAP, .harm = token_somewhere},
    {{.names = {"sem_wait"}, .variant = "shared", SEMAPHORE, LATE, .enable = post_for_both, .call = call_sem_wait},
     .harm = token_somewhere},
    {{.names = {"sem_timedwait"}, SEMAPHORE, LATE, .enable = post, .effect = token_gone, .call = call_sem_timedwait},
     .flags = IN_KEEPS_TOKEN | IN_HANDLERS, .harm = token_somewhere},
    {{.names = {"pthread_cond_wait"}, CONDITION, LATE, .enable = signal_once, .call = call_cond_wait},
     .flags = IN_KEEPS_TOKEN | IN_RESTARTS | IN_HANDLERS, .harm = signal_somewhere},
    {{.names = {"pthread_cond_wait"}, .variant = "shared", CONDITION, LATE, .enable = signal_one_of_both,
      .call = call_cond_wait}, .flags = IN_KEEPS_TOKEN, .harm = signal_somewhere},
    {{.names = {"pthread_cond_timedwait"}, CONDITION, LATE, .enable = signal_once, .call = call_cond_timedwait},
     .flags = IN_KEEPS_TOKEN | IN_HANDLERS, .harm = signal_somewhere},
    {{.names = {"pthread_cond_timedwait"}, .variant = "shared", CONDITION, LATE, .enable = signal_one_of_both,
      .call = call_cond_timedwait}, .flags = IN_KEEPS_TOKEN, .harm = signal_somewhere},
    {{.names = {"cnd_wait"}, FUTEX, LATE, .prepare = a_plain_condition, .enable = signal_plain, .call = call_cnd_wait},
     .flags = IN_KEEPS_TOKEN, .harm = plain_mutex_free},
    {{.names = {"aio_suspend"}, FUTEX, LATE, .prepare = a_slow_read, .enable = put_mark, .call = call_aio_suspend},
     .flags = IN_KEEPS_TOKEN, .harm = read_completes},
    {.point = {.names = {NULL}}},
};
