/* SPDX-License-Identifier: MIT */
/*
 * Another object to preload: defines connect() and fsync(), as torsocks and
 * libeatmydata do.  fsync does nothing; connect refuses port 7 and passes all else on.
 * Says at exit how often each was called.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

static int connects, fsyncs;

int connect(int fd, const struct sockaddr *address, socklen_t length)
{
    int (*next)(int, const struct sockaddr *, socklen_t) =
        (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
    ++connects;
    if (address->sa_family == AF_INET && ((const struct sockaddr_in *)address)->sin_port == htons(7)) {
        errno = EDOM;  /* nothing else gives this */
        return -1;
    }
    return next(fd, address, length);
}

int fsync(int fd)
{
    (void)fd;
    ++fsyncs;
    return 0;
}

static __attribute__((destructor)) void report(void)
{
    fprintf(stderr, "other: connect=%d fsync=%d\n", connects, fsyncs);
}
