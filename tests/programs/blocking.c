/* SPDX-License-Identifier: MIT */
/* Calls that block for ever; see blocking.h. */
#include "blocking.h"

#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

static int pipe_fds[2], socket_fds[2], locked_fd;
static char directory[] = "/tmp/safecancel-block-XXXXXX";
static char fifo[64];
static pid_t owner, sleeper;
static char byte;

/* The forked children leave by _exit, so this runs once. */
static void clean_up(void)
{
    if (getpid() != owner)
        return;
    unlink(fifo);
    rmdir(directory);
    kill(sleeper, SIGKILL);
    waitpid(sleeper, NULL, 0);
}

/* A child to wait for, which holds a lock to wait for. */
static void start_sleeper(void)
{
    int ready[2];
    CHECK(pipe(ready) == 0);
    sleeper = fork();
    CHECK(sleeper >= 0);
    if (sleeper == 0) {
        if (lockf(locked_fd, F_LOCK, 0) != 0 || write(ready[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    CHECK(read(ready[0], &byte, 1) == 1);
    close(ready[0]);
    close(ready[1]);
}

void prepare_blocking(void)
{
    sigset_t set;
    CHECK(mkdtemp(directory));
    snprintf(fifo, sizeof fifo, "%s/fifo", directory);
    CHECK(mkfifo(fifo, 0600) == 0);
    CHECK(pipe(pipe_fds) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, socket_fds) == 0);
    FILE *locked = tmpfile();
    CHECK(locked);
    locked_fd = fileno(locked);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    CHECK(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
    start_sleeper();
    owner = getpid();
    CHECK(atexit(clean_up) == 0);
}

static void block_in_read(void) { (void)!read(pipe_fds[0], &byte, 1); }
static void block_in_recv(void) { (void)!recv(socket_fds[0], &byte, 1, 0); }
static void block_in_open(void) { (void)!open(fifo, O_RDONLY); }
static void block_in_waitpid(void) { waitpid(sleeper, NULL, 0); }
static void block_in_lockf(void) { (void)!lockf(locked_fd, F_LOCK, 0); }
static void block_in_pause(void) { pause(); }
static void block_in_sleep(void) { sleep(1000); }
static void block_in_usleep(void) { usleep(1000000000); }

static void block_in_poll(void)
{
    struct pollfd fd = {pipe_fds[0], POLLIN, 0};
    poll(&fd, 1, -1);
}

static void block_in_ppoll(void)
{
    struct pollfd fd = {pipe_fds[0], POLLIN, 0};
    const struct timespec timeout = {1000, 0};
    ppoll(&fd, 1, &timeout, NULL);
}

static void block_in_select(void)
{
    fd_set set;
    struct timeval timeout = {1000, 0};
    FD_ZERO(&set);
    FD_SET(pipe_fds[0], &set);
    select(pipe_fds[0] + 1, &set, NULL, NULL, &timeout);
}

static void block_in_pselect(void)
{
    fd_set set;
    const struct timespec timeout = {1000, 0};
    FD_ZERO(&set);
    FD_SET(pipe_fds[0], &set);
    pselect(pipe_fds[0] + 1, &set, NULL, NULL, &timeout, NULL);
}

static void block_in_nanosleep(void)
{
    const struct timespec duration = {1000, 0};
    nanosleep(&duration, NULL);
}

static void block_in_clock_nanosleep(void)
{
    const struct timespec duration = {1000, 0};
    clock_nanosleep(CLOCK_MONOTONIC, 0, &duration, NULL);
}

static void block_in_sigwait(void)
{
    sigset_t set;
    int number;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigwait(&set, &number);
}

static void block_in_sigtimedwait(void)
{
    sigset_t set;
    const struct timespec timeout = {1000, 0};
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigtimedwait(&set, NULL, &timeout);
}

const struct blocking blocking_calls[] = {
    {"read", block_in_read},
    {"poll", block_in_poll},
    {"pause", block_in_pause},
    {"recv", block_in_recv},
    {"open", block_in_open},
    {"waitpid", block_in_waitpid},
    {"lockf", block_in_lockf},
    {"ppoll", block_in_ppoll},
    {"select", block_in_select},
    {"pselect", block_in_pselect},
    {"sleep", block_in_sleep},
    {"usleep", block_in_usleep},
    {"nanosleep", block_in_nanosleep},
    {"clock_nanosleep", block_in_clock_nanosleep},
    {"sigwait", block_in_sigwait},
    {"sigtimedwait", block_in_sigtimedwait},
    {NULL, NULL},
};

const struct blocking *find_blocking(const char *name)
{
    for (const struct blocking *call = blocking_calls; call->name; ++call)
        if (strcmp(call->name, name) == 0)
            return call;
    return NULL;
}
