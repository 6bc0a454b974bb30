/* SPDX-License-Identifier: MIT */
/* The calls whose instructions are counted, each made by its address; see steps.c. */
#define _GNU_SOURCE
#include "steps.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int null_fd, ends[2], sockets[2], listening, spare;
static sem_t semaphore;
static char byte;

static void open_null(void)
{
    if ((null_fd = open("/dev/null", O_RDWR)) < 0 || pipe(ends) != 0 || write(ends[1], "", 1) != 1)
        fail("/dev/null, a pipe");
}

static void call_read(void *function)
{
    ((ssize_t(*)(int, void *, size_t))function)(null_fd, &byte, 1);
}

static void call_read_failing(void *function)
{
    ((ssize_t(*)(int, void *, size_t))function)(-1, &byte, 1);
}

static void disable(void)
{
    open_null();
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, 0);
}

/* The request is there, and not for now. */
static void disable_and_cancel(void)
{
    disable();
    pthread_cancel(pthread_self());
    if (read(null_fd, &byte, 1) != 0) /* once, for what the first does only */
        fail("read");
}

static void call_write(void *function)
{
    ((ssize_t(*)(int, const void *, size_t))function)(null_fd, &byte, 1);
}

static void call_openat(void *function)
{
    ((int (*)(int, const char *, int, ...))function)(AT_FDCWD, "/dev/null", O_RDONLY);
}

static void call_open(void *function)
{
    ((int (*)(const char *, int, ...))function)("/dev/null", O_RDONLY);
}

static void open_spare(void)
{
    spare = dup(0);
}

static void call_close(void *function)
{
    ((int (*)(int))function)(spare);
}

static void call_poll(void *function)
{
    struct pollfd ready = {.fd = ends[0], .events = POLLIN};
    ((int (*)(struct pollfd *, nfds_t, int))function)(&ready, 1, -1);
}

static void call_select(void *function)
{
    fd_set set;
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    ((int (*)(int, fd_set *, fd_set *, fd_set *, struct timeval *))function)(ends[0] + 1, &set, 0, 0, 0);
}

static void connect_pair(void)
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0 || send(sockets[1], "", 1, 0) != 1)
        fail("a pair of sockets");
}

static void call_recv(void *function)
{
    ((ssize_t(*)(int, void *, size_t, int))function)(sockets[0], &byte, 1, 0);
}

static void call_send(void *function)
{
    ((ssize_t(*)(int, const void *, size_t, int))function)(sockets[1], &byte, 1, 0);
}

/* Nobody comes: it fails with EAGAIN, which is counted too. */
static void listen_for_none(void)
{
    const struct sockaddr any = {.sa_family = AF_UNIX};
    listening = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (bind(listening, &any, sizeof(sa_family_t)) != 0 || listen(listening, 1) != 0)
        fail("a listening socket");
}

static void call_accept(void *function)
{
    ((int (*)(int, struct sockaddr *, socklen_t *))function)(listening, 0, 0);
}

static void call_clock_nanosleep(void *function)
{
    const struct timespec past = {0, 0};
    ((int (*)(clockid_t, int, const struct timespec *, struct timespec *))function)(CLOCK_MONOTONIC, TIMER_ABSTIME,
                                                                                     &past, 0);
}

static void call_nanosleep(void *function)
{
    const struct timespec none = {0, 0};
    ((int (*)(const struct timespec *, struct timespec *))function)(&none, 0);
}

/* One signal waits for each call. */
static void raise_usr1(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, 0);
    raise(SIGUSR1);
}

static void call_sigwait(void *function)
{
    sigset_t set;
    int number;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    ((int (*)(const sigset_t *, int *))function)(&set, &number);
}

static void post(void)
{
    sem_init(&semaphore, 0, 1);
}

static void call_sem_wait(void *function)
{
    ((int (*)(sem_t *))function)(&semaphore);
}

const struct path paths[] = {
    {"read", "read", open_null, call_read},
    {"read_failing", "read", 0, call_read_failing},
    {"read_disabled", "read", disable, call_read},
    {"read_disabled_and_cancelled", "read", disable_and_cancel, call_read},
    {"write", "write", open_null, call_write},
    {"open", "open", 0, call_open},
    {"openat", "openat", 0, call_openat},
    {"close", "close", open_spare, call_close},
    {"poll", "poll", open_null, call_poll},
    {"select", "select", open_null, call_select},
    {"recv", "recv", connect_pair, call_recv},
    {"send", "send", connect_pair, call_send},
    {"accept_failing", "accept", listen_for_none, call_accept},
    {"clock_nanosleep", "clock_nanosleep", 0, call_clock_nanosleep},
    {"nanosleep", "nanosleep", 0, call_nanosleep},
    {"sigwait", "sigwait", raise_usr1, call_sigwait},
    {"sem_wait", "sem_wait", post, call_sem_wait},
};
const unsigned path_count = sizeof paths / sizeof *paths;
