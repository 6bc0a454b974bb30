/* SPDX-License-Identifier: MIT */
/*
 * Calls that fail at once, of functions that reach their system calls inside
 * libc.  Those that cannot fail stand in ../reasons.def.
 */
#include "play.h"

#include <aio.h>
#include <limits.h>
#include <netdb.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>

static sem_t semaphore;
static pthread_mutex_t mutex;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static FILE *stream;
static pthread_t other;
static struct aiocb control;

static const struct timespec past = {1, 0};

static const char *nothing(struct run *run)
{
    (void)run;
    return NULL;
}

/* Streams whose descriptor is not open. */
static const char *a_closed_stream(struct run *run)
{
    make_pipe_to_read(run);
    stream = fdopen(run->fd, "r");
    close(run->fd);
    return NULL;
}

static const char *a_closed_stream_with_a_mark(struct run *run)
{
    make_pipe_to_write(run);
    stream = fdopen(run->fd, "w");
    fputc('M', stream);
    close(run->fd);
    return NULL;
}

static const char *no_standard_input(struct run *run)
{
    (void)run;
    close(0);
    clearerr(stdin);
    return NULL;
}

static const char *no_standard_output(struct run *run)
{
    (void)run;
    setvbuf(stdout, NULL, _IOLBF, 64);
    close(1);
    return NULL;
}

static const char *no_token(struct run *run)
{
    (void)run;
    return sem_init(&semaphore, 0, 0) == 0 ? NULL : "no semaphores";
}

static const char *a_checking_mutex(struct run *run)
{
    pthread_mutexattr_t checking;
    (void)run;
    pthread_mutexattr_init(&checking);
    pthread_mutexattr_settype(&checking, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&mutex, &checking);
    return NULL;
}

static void *waits(void *run)
{
    char byte;
    return read(((struct run *)run)->fd, &byte, 1) == 1 ? run : NULL;
}

static const char *a_waiting_thread(struct run *run)
{
    make_pipe_to_read(run);
    if (pthread_create(&other, NULL, waits, run) != 0)
        broken("pthread_create");
    return NULL;
}

static const char *a_slow_read(struct run *run)
{
    make_pipe_to_read(run);
    memset(&control, 0, sizeof control);
    control.aio_fildes = run->fd;
    control.aio_buf = run->buffer;
    control.aio_nbytes = 1;
    return aio_read(&control) == 0 ? NULL : "no aio_read";
}

static long fail_fopen(struct run *run) { return FN(fopen)("nothing/there", "r") ? 1 : -1; }
static long fail_fgets(struct run *run) { return FN(fgets)(run->buffer, 16, stream) ? 1 : -1; }
static long fail_fread(struct run *run) { return FN(fread)(run->buffer, 1, 5, stream) == 0 ? -1 : 1; }
static long fail_getchar(struct run *run) { return FN(getchar)(); }
static long fail_fflush(struct run *run) { return FN(fflush)(stream); }
static long fail_printf(struct run *run) { return FN(printf)("%s", "M\n"); }
static long fail_popen(struct run *run) { return FN(popen)("exit 0", "no mode") ? 1 : -1; }

static long fail_getline(struct run *run)
{
    static char *line;
    static size_t size;
    return FN(getline)(&line, &size, stream);
}

static long fail_getaddrinfo(struct run *run)
{
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_flags = AI_NUMERICHOST};
    struct addrinfo *found = NULL;
    return FN(getaddrinfo)("no-number.invalid.", NULL, &hints, &found);
}

static long fail_sem_timedwait(struct run *run) { return FN(sem_timedwait)(&semaphore, &past); }
static long fail_cond_wait(struct run *run) { return FN(pthread_cond_wait)(&condition, &mutex); }
static long fail_cond_timedwait(struct run *run) { return FN(pthread_cond_timedwait)(&condition, &mutex, &past); }
static long fail_join(struct run *run) { return FN(pthread_join)(pthread_self(), NULL); }
static long fail_timedjoin(struct run *run) { return FN(pthread_timedjoin_np)(other, NULL, &past); }
static long fail_clockjoin(struct run *run) { return FN(pthread_clockjoin_np)(other, NULL, CLOCK_MONOTONIC, &past); }
static long fail_thrd_join(struct run *run) { return FN(thrd_join)(thrd_current(), NULL); }

static long fail_aio_suspend(struct run *run)
{
    const struct aiocb *const list[] = {&control};
    const struct timespec now = {0, 0};
    return FN(aio_suspend)(list, 1, &now);
}

static long fail_thrd_sleep(struct run *run)
{
    const struct timespec wrong = {0, -1};
    return FN(thrd_sleep)(&wrong, NULL);
}

const struct failure failures[] = {
    {"fopen", nothing, fail_fopen, -1, ENOENT},
    {"fopen64:fifo", nothing, fail_fopen, -1, ENOENT},
    {"fgets", a_closed_stream, fail_fgets, -1, EBADF},
    {"fread", a_closed_stream, fail_fread, -1, EBADF},
    {"getline", a_closed_stream, fail_getline, -1, EBADF},
    {"getchar", no_standard_input, fail_getchar, -1, EBADF},
    {"fflush", a_closed_stream_with_a_mark, fail_fflush, -1, EBADF},
    {"printf", no_standard_output, fail_printf, -1, EBADF},
    {"popen", nothing, fail_popen, -1, EINVAL},
    {"getaddrinfo", nothing, fail_getaddrinfo, EAI_NONAME, 0},
    {"sem_timedwait", no_token, fail_sem_timedwait, -1, ETIMEDOUT},
    {"pthread_cond_wait", a_checking_mutex, fail_cond_wait, EPERM, 0},
    {"pthread_cond_timedwait", a_checking_mutex, fail_cond_timedwait, EPERM, 0},
    {"pthread_join", nothing, fail_join, EDEADLK, 0},
    {"pthread_timedjoin_np", a_waiting_thread, fail_timedjoin, ETIMEDOUT, 0},
    {"pthread_clockjoin_np", a_waiting_thread, fail_clockjoin, ETIMEDOUT, 0},
    {"thrd_join", nothing, fail_thrd_join, thrd_error, 0},
    {"aio_suspend", a_slow_read, fail_aio_suspend, -1, EAGAIN},
    {"thrd_sleep", nothing, fail_thrd_sleep, -2, 0},
    {NULL, NULL, NULL, 0, 0},
};
