/* SPDX-License-Identifier: MIT */
/* Rows of the table: what waits for other threads, for time, locks, messages and signals. */
#include "table.h"

#include <aio.h>
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/stat.h>
#include <threads.h>

static atomic_int may_end;

static struct timespec far(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    time.tv_sec += 1000;
    return time;
}

static sem_t semaphore;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static mtx_t plain_mutex;
static cnd_t plain_condition;
static pthread_t other;
static int signalled;

static void no_token(void) { EXPECT(sem_init(&semaphore, 0, 0) == 0); }

static void *ends_later(void *unused)
{
    while (!atomic_load(&may_end))
        usleep(1000);
    return unused;
}

static void a_thread(void) { other = start(ends_later, NULL); }

static void a_plain_condition(void)
{
    EXPECT(mtx_init(&plain_mutex, mtx_plain) == thrd_success && cnd_init(&plain_condition) == thrd_success);
}

static void a_locked_file(void)
{
    int taken[2];
    char byte;
    own_child = 1;
    EXPECT((ends[0] = open("locked", O_RDWR | O_CREAT, 0600)) >= 0 && pipe(taken) == 0);
    if (fork() == 0) {
        EXPECT(lockf(ends[0], F_LOCK, 0) == 0);
        close(taken[1]);
        pause();
    }
    close(taken[1]);
    EXPECT(read(taken[0], &byte, 1) == 0);
}

static mqd_t queue;

static void an_empty_queue(void)
{
    const struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = 8};
    snprintf(buffer, sizeof buffer, "/safecancel-table-%d", (int)getpid());
    queue = mq_open(buffer, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
    if (queue == (mqd_t)-1)
        skip("no message queues here");
    mq_unlink(buffer);
}

static struct aiocb control;

static void a_slow_read(void)
{
    empty_pipe();
    control.aio_fildes = ends[0];
    control.aio_buf = buffer;
    control.aio_nbytes = 1;
    EXPECT(aio_read(&control) == 0);
}

static void post(void) { sem_post(&semaphore); }

static void signal_condition(void)
{
    pthread_mutex_lock(&mutex);
    signalled = 1;
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&mutex);
}

static void signal_plain(void)
{
    mtx_lock(&plain_mutex);
    signalled = 1;
    cnd_signal(&plain_condition);
    mtx_unlock(&plain_mutex);
}

static void let_other_end(void) { atomic_store(&may_end, 1); }

static void call_sem_wait(void) { TELL_NUMBER(sem_wait(&semaphore)); }

static void call_sem_timedwait(void)
{
    const struct timespec time = far(CLOCK_REALTIME);
    TELL_NUMBER(sem_timedwait(&semaphore, &time));
}

static void call_sem_clockwait(void)
{
    const struct timespec time = far(CLOCK_MONOTONIC);
    TELL_NUMBER(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &time));
}

static void call_cond_wait(void)
{
    int error = 0;
    pthread_mutex_lock(&mutex);
    while (!signalled && error == 0)
        error = pthread_cond_wait(&condition, &mutex);
    TELL_ERROR(error);
    pthread_mutex_unlock(&mutex);
}

static void call_cond_timedwait(void)
{
    const struct timespec time = far(CLOCK_REALTIME);
    int error = 0;
    pthread_mutex_lock(&mutex);
    while (!signalled && error == 0)
        error = pthread_cond_timedwait(&condition, &mutex, &time);
    TELL_ERROR(error);
    pthread_mutex_unlock(&mutex);
}

static void call_cnd_wait(void)
{
    int error = thrd_success;
    mtx_lock(&plain_mutex);
    while (!signalled && error == thrd_success)
        error = cnd_wait(&plain_condition, &plain_mutex);
    TELL("%s", error == thrd_success ? "`thrd_success`" : "`thrd_error`");
    mtx_unlock(&plain_mutex);
}

static void call_join(void) { TELL_ERROR(pthread_join(other, NULL)); }

static void call_timedjoin(void)
{
    const struct timespec time = far(CLOCK_REALTIME);
    TELL_ERROR(pthread_timedjoin_np(other, NULL, &time));
}

static void call_thrd_join(void) { TELL("%s", thrd_join(other, NULL) == thrd_success ? "`thrd_success`" : "`thrd_error`"); }
static void call_sleep(void) { TELL("%s", sleep(1000) > 0 ? "the seconds left" : "0"); }
static void call_usleep(void) { TELL_NUMBER(usleep(100000000)); }

static void call_nanosleep(void)
{
    const struct timespec time = {1000, 0};
    TELL_NUMBER(nanosleep(&time, NULL));
}

static void call_clock_nanosleep(void)
{
    const struct timespec time = {1000, 0};
    TELL_ERROR(clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL));
}

static void call_thrd_sleep(void)
{
    const struct timespec time = {1000, 0};
    TELL_NUMBER(thrd_sleep(&time, NULL));
}

static void call_lockf(void) { TELL_NUMBER(lockf(ends[0], F_LOCK, 0)); }
static void call_mq_receive(void) { TELL_NUMBER(mq_receive(queue, buffer, sizeof buffer, NULL)); }
static void call_pause(void) { TELL_NUMBER(pause()); }

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static void call_sigpause(void) { TELL_NUMBER(sigpause(SIGUSR1)); }

static void call_sigwait(void)
{
    sigset_t usr1;
    int number;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    TELL_ERROR(sigwait(&usr1, &number));
}

static void call_aio_suspend(void)
{
    const struct aiocb *const list[] = {&control};
    TELL_NUMBER(aio_suspend(list, 1, NULL));
}

const struct row rows_of_waits[] = {
    {"sem_wait", "a token", no_token, call_sem_wait, post},
    {"sem_timedwait", "a token", no_token, call_sem_timedwait, post},
    {"sem_clockwait", "a token", no_token, call_sem_clockwait, post},
    {"pthread_cond_wait", "a signal", nothing, call_cond_wait, signal_condition},
    {"pthread_cond_timedwait", "a signal", nothing, call_cond_timedwait, signal_condition},
    {"cnd_wait", "a signal", a_plain_condition, call_cnd_wait, signal_plain},
    {"pthread_join", "a thread", a_thread, call_join, let_other_end},
    {"pthread_timedjoin_np", "a thread", a_thread, call_timedjoin, let_other_end},
    {"thrd_join", "a thread", a_thread, call_thrd_join, let_other_end},
    {"aio_suspend", "a read", a_slow_read, call_aio_suspend, put_line},
    {"sleep", "time", nothing, call_sleep, cannot_end},
    {"usleep", "time", nothing, call_usleep, cannot_end},
    {"nanosleep", "time", nothing, call_nanosleep, cannot_end},
    {"clock_nanosleep", "time", nothing, call_clock_nanosleep, cannot_end},
    {"thrd_sleep", "time", nothing, call_thrd_sleep, cannot_end},
    {"lockf", "another's lock", a_locked_file, call_lockf, cannot_end},
    {"mq_receive", "a message", an_empty_queue, call_mq_receive, cannot_end},
    {"pause", "a signal", nothing, call_pause, cannot_end},
    {"sigpause", "a signal", nothing, call_sigpause, cannot_end},
    {"sigwait", "a signal", nothing, call_sigwait, cannot_end},
    {0},
};
