/* SPDX-License-Identifier: MIT */
/*
 * What the families share: pipes, sockets and children in a known state, and
 * the looking for what a call has done.  Called by the main thread only, so
 * any function may be used; none of these counts as the point under test.
 */
#include "scenario.h"

#include <fcntl.h>
#include <gnu/libc-version.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

/* Up to 2.35 syslog's copy is written with writev; 2.31 has select as a system call of that name. */
long number_here(long number)
{
    static const long before_34[][2] = {NR_BEFORE_2_34 {-1, -1}};
    const int minor = atoi(strchr(gnu_get_libc_version(), '.') + 1);
    switch (number) {
    case SC_SYSLOG_CALL: return minor < 36 ? SYS_writev : SYS_write;
    case SC_SELECT_CALL: return minor < 34 ? NR_select : NR_pselect6;
    }
    for (size_t i = 0; minor < 34 && i < sizeof before_34 / sizeof *before_34; ++i)
        if (before_34[i][0] == number)
            return before_34[i][1];
    return number;
}

void broken(const char *what)
{
    fprintf(stderr, "broken: %s: %s\n", what, strerror(errno));
    exit(2);
}

const char *no_preadv2(void)
{
    const long result = syscall(SYS_preadv2, -1, NULL, 0, 0, 0, 0);
    return result < 0 && errno == ENOSYS ? "the kernel has no preadv2" : NULL;
}

void make_pipe_to_read(struct run *run)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0 || fcntl(ends[1], F_SETPIPE_SZ, 4096) < 0)
        broken("pipe");
    run->fd = ends[0];
    run->peer = ends[1];
}

void make_pipe_to_write(struct run *run)
{
    make_pipe_to_read(run);
    const int reader = run->fd;
    run->fd = run->peer;
    run->peer = reader;
}

void make_stream(struct run *run)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        broken("socketpair");
    run->fd = ends[0];
    run->peer = ends[1];
}

void put_mark(struct run *run)
{
    if (write(run->peer, "M", 1) != 1)
        broken("write");
}

static int set_blocking(int fd, int blocking)
{
    const int flags = fcntl(fd, F_GETFL);
    return fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

void fill(int fd)
{
    static const char page[4096];
    set_blocking(fd, 0);
    for (size_t step = sizeof page; step > 0; step = step == sizeof page ? 1 : 0)
        while (write(fd, page, step) > 0) {
        }
    set_blocking(fd, 1);
}

long drain(int fd, int *mark)
{
    char page[65536];
    long sum = 0;
    ssize_t got;
    *mark = 0;
    set_blocking(fd, 0);
    while ((got = read(fd, page, sizeof page)) > 0) {
        sum += got;
        if (memchr(page, 'M', (size_t)got))
            *mark = 1;
    }
    set_blocking(fd, 1);
    return sum;
}

/* The mark may leave together with the filling: it is looked for in both drains. */
static int mark_seen;

void drain_peer(struct run *run)
{
    int mark;
    drain(run->peer, &mark);
    mark_seen |= mark;
}

int mark_written(struct run *run)
{
    drain_peer(run);
    return mark_seen;
}

int byte_gone(struct run *run)
{
    int left = 0;
    if (ioctl(run->fd, FIONREAD, &left) != 0)
        broken("FIONREAD");
    return left == 0;
}

int buffer_filled(struct run *run)
{
    static const char nothing[sizeof run->buffer];
    return memcmp(run->buffer, nothing, sizeof nothing) != 0;
}

void remember_queue(int id)
{
    printf("queue %d\n", id);
    fflush(stdout);
}

/*
 * Starts a child which dies with this process, runs `body` and then waits until
 * the write end returned in `alive` is closed.  Returns when `body` is done.
 */
pid_t start_child(void (*body)(void *), void *argument, int *alive)
{
    int life[2], done[2];
    char byte;
    if (pipe2(life, O_CLOEXEC) != 0 || pipe2(done, O_CLOEXEC) != 0)
        broken("pipe");
    const pid_t child = fork();
    if (child < 0)
        broken("fork");
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(life[1]);
        if (body)
            body(argument);
        close(done[0]);
        close(done[1]);
        while (read(life[0], &byte, 1) < 0 && errno == EINTR) {
        }
        _exit(0);
    }
    close(life[0]);
    close(done[1]);
    if (read(done[0], &byte, 1) != 0)
        broken("child");
    close(done[0]);
    *alive = life[1];
    return child;
}
