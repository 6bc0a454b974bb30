/* SPDX-License-Identifier: MIT */
/*
 * Connections: accept, accept4, connect.  Unix sockets in the abstract name
 * space, named by the kernel.  accept blocks until somebody connects, connect
 * until there is room in the listener's queue.
 */
#include "scenario.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

static struct sockaddr_un address;
static socklen_t address_length;

/* A listening socket in run->fd. */
static const char *listening(struct run *run)
{
    run->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sun_family = AF_UNIX;
    if (run->fd < 0 || bind(run->fd, (struct sockaddr *)&address, sizeof address.sun_family) != 0 ||
        listen(run->fd, 0) != 0)
        broken("listen");
    address_length = sizeof address;
    if (getsockname(run->fd, (struct sockaddr *)&address, &address_length) != 0)
        broken("getsockname");
    run->peer = -1;
    return NULL;
}

static int connect_once(int flags)
{
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, address_length) == 0)
        return fd;
    close(fd);
    return -1;
}

static void connect_to_it(struct run *run)
{
    run->peer = connect_once(0);
    if (run->peer < 0)
        broken("connect");
}

/* The one connection is in the queue no more. */
static int accepted(struct run *run)
{
    fcntl(run->fd, F_SETFL, O_NONBLOCK);
    const int left = accept(run->fd, NULL, NULL);
    if (left >= 0)
        close(left);
    return left < 0;
}

static long call_accept(struct run *run) { return FN(accept)(run->fd, NULL, NULL); }
static long fail_accept(struct run *run) { return FN(accept)(-1, NULL, NULL); }

static long call_accept4(struct run *run)
{
    socklen_t length = sizeof(struct sockaddr_un);
    return FN(accept4)(run->fd, (struct sockaddr *)run->buffer, &length, SOCK_CLOEXEC);
}

static long fail_accept4(struct run *run) { return FN(accept4)(-1, NULL, NULL, SOCK_CLOEXEC); }

/* The queue of run->peer is full, so that run->fd cannot connect. */
static const char *full_queue(struct run *run)
{
    listening(run);
    run->peer = run->fd;
    while (connect_once(SOCK_NONBLOCK) >= 0) {
    }
    run->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return run->fd < 0 ? "no Unix sockets" : NULL;
}

static void accept_one(struct run *run)
{
    run->extra = accept(run->peer, NULL, NULL);
    if (run->extra < 0)
        broken("accept");
}

static int connected(struct run *run)
{
    struct sockaddr_un other;
    socklen_t length = sizeof other;
    return getpeername(run->fd, (struct sockaddr *)&other, &length) == 0;
}

static long call_connect(struct run *run)
{
    return FN(connect)(run->fd, (struct sockaddr *)&address, address_length);
}

static long fail_connect(struct run *run)
{
    return FN(connect)(-1, (struct sockaddr *)&address, address_length);
}

#define ACCEPTS .prepare = listening, .enable = connect_to_it, .effect = accepted, .expect = ANY_RESULT

const struct scenario connection_scenarios[] = {
    {.names = {"accept"}, .number = NR_accept, .flags = SC_RESTARTS | SC_SURE_LOSS, ACCEPTS,
     .call = call_accept, .fail = fail_accept, .fail_errno = EBADF},
    {.names = {"accept4"}, .number = NR_accept4, .flags = SC_RESTARTS | SC_SURE_LOSS, ACCEPTS,
     .call = call_accept4, .fail = fail_accept4, .fail_errno = EBADF},
    {.names = {"connect", "__connect"}, .number = NR_connect, .flags = SC_RESTARTS,
     .prepare = full_queue, .enable = accept_one, .effect = connected,
     .call = call_connect, .fail = fail_connect, .fail_errno = EBADF},
    {.names = {NULL}},
};
