/* SPDX-License-Identifier: MIT */
/*
 * Waiting for readiness: poll, select, epoll and their kin.  Only an epoll
 * event with EPOLLONESHOT is consumed by being told.
 */
#include "scenario.h"

#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>

int __poll_chk(struct pollfd *fds, nfds_t count, int timeout, size_t room);
int __ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t room);

static const char *empty_pipe(struct run *run)
{
    make_pipe_to_read(run);
    return NULL;
}

static struct pollfd wanted(struct run *run) { return (struct pollfd){run->fd, POLLIN, 0}; }

/* More than a process may have descriptors, or an array entries: EINVAL, before the array is looked at. */
static const volatile nfds_t too_many =
    sizeof(size_t) > 4 ? (nfds_t)1 << 31 : (nfds_t)((size_t)-1 / sizeof(struct pollfd));
static struct pollfd *volatile nowhere;

static const struct timespec far = {1000, 7};
static const struct timespec bad = {0, -1};

static long call_poll(struct run *run)
{
    struct pollfd fds = wanted(run);
    return FN(poll)(&fds, 1, -1);
}

static long fail_poll(struct run *run) { return FN(poll)(nowhere, too_many, -1); }

static long call_poll_chk(struct run *run)
{
    struct pollfd fds = wanted(run);
    return FN(__poll_chk)(&fds, 1, -1, sizeof fds);
}

static long fail_poll_chk(struct run *run) { return FN(__poll_chk)(nowhere, too_many, -1, (size_t)-1); }

static long overflow_poll_chk(struct run *run)
{
    struct pollfd fds = wanted(run);
    return FN(__poll_chk)(&fds, 2, -1, sizeof fds);
}

static long call_ppoll(struct run *run)
{
    struct pollfd fds = wanted(run);
    sigset_t none;
    sigemptyset(&none);
    return FN(ppoll)(&fds, 1, &far, &none);
}

static long fail_ppoll(struct run *run)
{
    struct pollfd fds = wanted(run);
    return FN(ppoll)(&fds, 1, &bad, NULL);
}

static long call_ppoll_chk(struct run *run)
{
    struct pollfd fds = wanted(run);
    return FN(__ppoll_chk)(&fds, 1, &far, NULL, sizeof fds);
}

static long fail_ppoll_chk(struct run *run)
{
    struct pollfd fds = wanted(run);
    return FN(__ppoll_chk)(&fds, 1, &bad, NULL, sizeof fds);
}

static long overflow_ppoll_chk(struct run *run)
{
    struct pollfd fds = wanted(run);
    return FN(__ppoll_chk)(&fds, 2, &far, NULL, sizeof fds);
}

static long call_select(struct run *run)
{
    struct timeval timeout = {1000, 7};
    fd_set set;
    FD_ZERO(&set);
    FD_SET(run->fd, &set);
    return FN(select)(run->fd + 1, &set, NULL, NULL, &timeout);
}

static long call_select_for_ever(struct run *run)
{
    fd_set set;
    FD_ZERO(&set);
    FD_SET(run->fd, &set);
    return FN(select)(run->fd + 1, &set, NULL, NULL, NULL);
}

static long fail_select(struct run *run) { return FN(select)(-1, NULL, NULL, NULL, NULL); }

/* Microseconds beyond a second are carried, as glibc does. */
static long call_select_normalised(struct run *run)
{
    struct timeval timeout = {1000, 2500000};
    fd_set set;
    FD_ZERO(&set);
    FD_SET(run->fd, &set);
    return FN(select)(run->fd + 1, &set, NULL, NULL, &timeout);
}

static long fail_select_negative(struct run *run)
{
    struct timeval timeout = {-1, 0};
    return FN(select)(0, NULL, NULL, NULL, &timeout);
}

static long call_pselect(struct run *run)
{
    fd_set set;
    sigset_t none;
    FD_ZERO(&set);
    FD_SET(run->fd, &set);
    sigemptyset(&none);
    return FN(pselect)(run->fd + 1, &set, NULL, NULL, &far, &none);
}

static long fail_pselect(struct run *run) { return FN(pselect)(0, NULL, NULL, NULL, &bad, NULL); }

/* run->extra is the epoll descriptor. */
static const char *one_shot(struct run *run)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.fd = 7};
    make_pipe_to_read(run);
    run->extra = epoll_create1(EPOLL_CLOEXEC);
    if (run->extra < 0 || epoll_ctl(run->extra, EPOLL_CTL_ADD, run->fd, &event) != 0)
        broken("epoll");
    return NULL;
}

static int event_gone(struct run *run)
{
    struct epoll_event event;
    return epoll_wait(run->extra, &event, 1, 0) == 0;
}

static long call_epoll_wait(struct run *run)
{
    return FN(epoll_wait)(run->extra, (struct epoll_event *)run->buffer, 4, -1);
}

static long fail_epoll_wait(struct run *run)
{
    return FN(epoll_wait)(run->extra, (struct epoll_event *)run->buffer, 0, -1);
}

static long call_epoll_pwait(struct run *run)
{
    sigset_t none;
    sigemptyset(&none);
    return FN(epoll_pwait)(run->extra, (struct epoll_event *)run->buffer, 4, -1, &none);
}

static long fail_epoll_pwait(struct run *run)
{
    return FN(epoll_pwait)(run->extra, (struct epoll_event *)run->buffer, 0, -1, NULL);
}

/* glibc 2.35 has it, the headers of Debian 11 do not. */
typedef int epoll_pwait2_function(int, struct epoll_event *, int, const struct timespec *, const sigset_t *);

static const char *one_shot_pwait2(struct run *run)
{
    struct epoll_event event;
    const struct timespec now = {0, 0};
    one_shot(run);
    if (((epoll_pwait2_function *)run->function)(run->extra, &event, 1, &now, NULL) < 0 && errno == ENOSYS)
        return "the kernel has no epoll_pwait2";
    return NULL;
}

static long call_epoll_pwait2(struct run *run)
{
    return ((epoll_pwait2_function *)run->function)(run->extra, (struct epoll_event *)run->buffer, 4, &far, NULL);
}

static long fail_epoll_pwait2(struct run *run)
{
    return ((epoll_pwait2_function *)run->function)(run->extra, (struct epoll_event *)run->buffer, 0, &far, NULL);
}

#define WAITS .prepare = empty_pipe, .enable = put_mark, .expect = 1
#define EVENT .enable = put_mark, .effect = event_gone, .expect = 1, .flags = SC_SURE_LOSS

const struct scenario ready_scenarios[] = {
    {.names = {"poll", "__poll"}, .number = NR_poll, WAITS,
     .call = call_poll, .fail = fail_poll, .fail_errno = EINVAL},
    {.names = {"__poll_chk"}, .number = NR_poll, WAITS,
     .call = call_poll_chk, .fail = fail_poll_chk, .fail_errno = EINVAL, .overflow = overflow_poll_chk},
    {.names = {"ppoll"}, .number = NR_ppoll, WAITS,
     .call = call_ppoll, .fail = fail_ppoll, .fail_errno = EINVAL},
    {.names = {"__ppoll_chk"}, .number = NR_ppoll, WAITS,
     .call = call_ppoll_chk, .fail = fail_ppoll_chk, .fail_errno = EINVAL, .overflow = overflow_ppoll_chk},
    {.names = {"select", "__select"}, .number = SC_SELECT_CALL, WAITS,
     .call = call_select, .fail = fail_select, .fail_errno = EINVAL},
    {.names = {"select", "__select"}, .variant = "for-ever", .number = SC_SELECT_CALL, WAITS,
     .call = call_select_for_ever, .fail = fail_select_negative, .fail_errno = EINVAL},
    {.names = {"select", "__select"}, .variant = "normalised", .number = SC_SELECT_CALL, WAITS,
     .call = call_select_normalised},
    {.names = {"pselect"}, .number = NR_pselect6, WAITS,
     .call = call_pselect, .fail = fail_pselect, .fail_errno = EINVAL},
    {.names = {"epoll_wait"}, .number = NR_epoll_wait, .prepare = one_shot, EVENT,
     .call = call_epoll_wait, .fail = fail_epoll_wait, .fail_errno = EINVAL},
    {.names = {"epoll_pwait"}, .number = NR_epoll_pwait, .prepare = one_shot, EVENT,
     .call = call_epoll_pwait, .fail = fail_epoll_pwait, .fail_errno = EINVAL},
    {.names = {"epoll_pwait2"}, .number = NR_epoll_pwait2, .prepare = one_shot_pwait2, EVENT,
     .call = call_epoll_pwait2, .fail = fail_epoll_pwait2, .fail_errno = EINVAL},
    {.names = {NULL}},
};
