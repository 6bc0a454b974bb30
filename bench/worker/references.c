/* SPDX-License-Identifier: MIT */
/* The two sets of functions; see calls.h. */
#define _GNU_SOURCE
#include "calls.h"

#include <fcntl.h>
#include <unistd.h>

/* <linux/futex.h>, which musl's compiler does not find. */
enum { futex_wait = 0, futex_wake = 1, futex_private = 128 };

ssize_t limit_read(int, void *, size_t);
ssize_t limit_write(int, const void *, size_t);
int limit_openat(int, const char *, int, ...);
int limit_close(int);
int limit_poll(struct pollfd *, nfds_t, int);
long limit_futex(int *, int, int, const void *, void *, int);

#ifdef __i386__
/* Sockets are one system call there, as libc makes it: a number and a list of arguments. */
long limit_socketcall(int, const unsigned long *);
ssize_t limit_read_int80(int, void *, size_t);
ssize_t (*const other_limit_read)(int, void *, size_t) = limit_read_int80;
enum { socket_accept = 5, socket_send = 9, socket_recv = 10 }; /* <linux/net.h> */

static ssize_t limit_recv(int fd, void *buffer, size_t size, int flags)
{
    const unsigned long list[] = {(unsigned long)fd, (unsigned long)buffer, size, (unsigned long)flags};
    return limit_socketcall(socket_recv, list);
}

static ssize_t limit_send(int fd, const void *buffer, size_t size, int flags)
{
    const unsigned long list[] = {(unsigned long)fd, (unsigned long)buffer, size, (unsigned long)flags};
    return limit_socketcall(socket_send, list);
}

static int limit_accept(int fd, struct sockaddr *address, socklen_t *size)
{
    const unsigned long list[] = {(unsigned long)fd, (unsigned long)address, (unsigned long)size};
    return limit_socketcall(socket_accept, list);
}
#else
ssize_t limit_recvfrom(int, void *, size_t, int, void *, void *);
ssize_t limit_sendto(int, const void *, size_t, int, const void *, size_t);
int limit_accept(int, struct sockaddr *, socklen_t *);
ssize_t (*const other_limit_read)(int, void *, size_t) = 0;

static ssize_t limit_recv(int fd, void *buffer, size_t size, int flags)
{
    return limit_recvfrom(fd, buffer, size, flags, 0, 0);
}

static ssize_t limit_send(int fd, const void *buffer, size_t size, int flags)
{
    return limit_sendto(fd, buffer, size, flags, 0, 0);
}
#endif

/* Times are of 64 bits here on both architectures. */
long limit_clock_nanosleep(clockid_t, int, const long long *, void *);

static int limit_sleep(clockid_t clock, int flags, const struct timespec *until, struct timespec *left)
{
    const long long time[2] = {until->tv_sec, until->tv_nsec};
    (void)left;
    return limit_clock_nanosleep(clock, flags, time, 0);
}

/*
 * A semaphore with nothing but its count, and a system call only for who waits: no
 * cancellation, no timeout, no record of who waits.  It lies in the memory of a sem_t.
 */
static int simple_wait(sem_t *semaphore)
{
    int *count = (int *)(void *)semaphore;
    for (;;) {
        int value = __atomic_load_n(count, __ATOMIC_RELAXED);
        if (value == 0)
            limit_futex(count, futex_wait | futex_private, 0, 0, 0, 0);
        else if (__atomic_compare_exchange_n(count, &value, value - 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
            return 0;
    }
}

/* Wakes always: in the cases somebody waits whenever it is called. */
static int simple_post(sem_t *semaphore)
{
    int *count = (int *)(void *)semaphore;
    __atomic_fetch_add(count, 1, __ATOMIC_RELEASE);
    limit_futex(count, futex_wake | futex_private, 1, 0, 0, 0);
    return 0;
}

/* What fgets has to ask the kernel for: the line, without stdio's buffer and lock. */
static char *simple_gets(char *line, int size, FILE *stream)
{
    return limit_read(fileno(stream), line, size) > 0 ? line : 0;
}

const struct calls limit_calls = {
    limit_read, limit_write, limit_openat, limit_close, limit_poll,  limit_recv,
    limit_send, limit_accept, limit_sleep, simple_wait, simple_post, simple_gets,
};

const struct calls program_calls = {
    read, write, openat, close, poll, recv, send, accept, clock_nanosleep, sem_wait, sem_post, fgets,
};
