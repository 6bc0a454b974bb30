/* SPDX-License-Identifier: MIT */
/*
 * The points that each_instruction steps through.  Everything but the point
 * itself is done by raw system calls, so that it is neither interposed nor a
 * cancellation point.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "stepped_points.h"

static int fds[2];
static pid_t child;
static int queue = -1;

void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int bytes_waiting(void)
{
    struct pollfd p = {fds[0], POLLIN, 0};
    struct timespec now = {0, 0};
    return syscall(SYS_ppoll, &p, 1, &now, 0, 0) == 1;
}

static int descriptors(void)
{
    int open_ones = 0;
    for (int fd = 0; fd < 64; ++fd)
        open_ones += syscall(SYS_fcntl, fd, F_GETFD) >= 0;
    return open_ones;
}

static int descriptors_before;

void close_above(void)
{
    for (int fd = 3; fd < 64; ++fd)
        syscall(SYS_close, fd);
}

static void undo_all(void)
{
    close_above();
}

static void prepare_full_pipe(void)
{
    if (pipe(fds) != 0 || syscall(SYS_write, fds[1], "x", 1) != 1)
        fail("pipe");
}

static void prepare_pipe(void)
{
    if (pipe(fds) != 0)
        fail("pipe");
}

static int byte_is_gone(void) { return !bytes_waiting(); }
static int byte_is_there(void) { return bytes_waiting(); }

static long call_read(void *f)
{
    char c;
    return ((long (*)(int, void *, size_t))f)(fds[0], &c, 1);
}

static long call_write(void *f)
{
    return ((long (*)(int, const void *, size_t))f)(fds[1], "y", 1);
}

static void count_descriptors(void)
{
    close_above();
    descriptors_before = descriptors();
}

static int one_more(void) { return descriptors() > descriptors_before; }

static long call_open(void *f)
{
    return ((int (*)(const char *, int, ...))f)("/dev/null", O_RDONLY);
}

static void prepare_close(void)
{
    close_above();
    if (pipe(fds) != 0)
        fail("pipe");
}

static long call_close(void *f) { return ((int (*)(int))f)(fds[0]); }
static int is_closed(void) { return syscall(SYS_fcntl, fds[0], F_GETFD) < 0; }

static void prepare_accept(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    socklen_t size = sizeof address;
    close_above();
    int connecting = socket(AF_UNIX, SOCK_STREAM, 0);
    fds[0] = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(fds[0], (struct sockaddr *)&address, sizeof address.sun_family) != 0 ||
        listen(fds[0], 1) != 0 || getsockname(fds[0], (struct sockaddr *)&address, &size) != 0 ||
        syscall(SYS_connect, connecting, &address, size) != 0)
        fail("accept");
    descriptors_before = descriptors();
}

static long call_accept(void *f)
{
    return ((int (*)(int, void *, void *))f)(fds[0], 0, 0);
}

static void prepare_recv(void)
{
    close_above();
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0 || syscall(SYS_write, fds[1], "x", 1) != 1)
        fail("socketpair");
}

static long call_recv(void *f)
{
    char c;
    return ((long (*)(int, void *, size_t, int))f)(fds[0], &c, 1, 0);
}

static void prepare_child(void)
{
    siginfo_t info;
    child = fork();
    if (child == 0)
        _exit(7);
    syscall(SYS_waitid, P_PID, child, &info, WEXITED | WNOWAIT, 0);
}

static long call_waitpid(void *f)
{
    int status;
    return ((pid_t(*)(pid_t, int *, int))f)(child, &status, 0);
}

static int is_reaped(void)
{
    siginfo_t info;
    return syscall(SYS_waitid, P_PID, child, &info, WEXITED | WNOWAIT | WNOHANG, 0) != 0;
}

static void undo_child(void)
{
    syscall(SYS_wait4, child, 0, 0, 0);
}

struct message {
    long type;
    char text[1];
};

static void prepare_message(void)
{
    struct message message = {1, "m"};
    queue = msgget(IPC_PRIVATE, 0600);
    if (queue < 0 || syscall(SYS_msgsnd, queue, &message, 1, 0) != 0)
        fail("msgget");
}

static long call_msgrcv(void *f)
{
    struct message message;
    return ((long (*)(int, void *, size_t, long, int))f)(queue, &message, 1, 0, 0);
}

static int message_is_gone(void)
{
    struct msqid_ds state;
    return msgctl(queue, IPC_STAT, &state) == 0 && state.msg_qnum == 0;
}

static void undo_message(void)
{
    msgctl(queue, IPC_RMID, 0);
    queue = -1;
}

/* Made before the call: the linker's stubs have no CFI everywhere. */
static sigset_t awaited;

static void prepare_signal(void)
{
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &awaited, 0);
    kill(getpid(), SIGUSR1);
}

static long call_sigwait(void *f)
{
    int number = 0;
    return ((int (*)(const sigset_t *, int *))f)(&awaited, &number);
}

static int signal_is_gone(void)
{
    sigset_t pending;
    sigpending(&pending);
    return !sigismember(&pending, SIGUSR1);
}

static void undo_signal(void)
{
    sigset_t set;
    struct timespec now = {0, 0};
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    syscall(SYS_rt_sigtimedwait, &set, 0, &now, 8);
}

/* Nothing to lose in these two: they have frames of their own around the system call. */
static long call_select(void *f)
{
    fd_set set;
    struct timeval none = {0, 0};
    FD_ZERO(&set);
    FD_SET(fds[0], &set);
    return ((int (*)(int, fd_set *, fd_set *, fd_set *, struct timeval *))f)(fds[0] + 1, &set, 0,
                                                                             0, &none);
}

/* These block; poll and sleep show their result as -EINTR, read is restarted. */
static long call_poll(void *f)
{
    struct pollfd p = {fds[0], POLLIN, 0};
    return ((int (*)(struct pollfd *, unsigned long, int))f)(&p, 1, -1);
}

static long call_sleep(void *f) { return ((unsigned (*)(unsigned))f)(1000); }

static int nothing_done(void) { return 0; }

const struct point points[] = {
    {"read", prepare_full_pipe, call_read, byte_is_gone, undo_all, 0},
    {"write", prepare_pipe, call_write, byte_is_there, undo_all, 0},
    {"open", count_descriptors, call_open, one_more, undo_all, 0},
    {"close", prepare_close, call_close, is_closed, undo_all, 0},
    {"accept", prepare_accept, call_accept, one_more, undo_all, 0},
    {"recv", prepare_recv, call_recv, byte_is_gone, undo_all, 0},
    {"waitpid", prepare_child, call_waitpid, is_reaped, undo_child, 0},
    {"msgrcv", prepare_message, call_msgrcv, message_is_gone, undo_message, 0},
    {"sigwait", prepare_signal, call_sigwait, signal_is_gone, undo_signal, 0},
    {"select", prepare_full_pipe, call_select, nothing_done, undo_all, 0},
    {"blocking read", prepare_pipe, call_read, nothing_done, undo_all, 1},
    {"poll", prepare_pipe, call_poll, nothing_done, undo_all, 1},
    {"sleep", prepare_pipe, call_sleep, nothing_done, undo_all, 1},
};

const size_t point_count = sizeof points / sizeof *points;
