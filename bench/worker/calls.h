/* SPDX-License-Identifier: MIT */
/*
 * What is measured: one set of functions as the program gets them, from its libc
 * or from the shim, and one of what they could cost at least, their limit.  A case
 * (cases.c) runs the same loop through either.
 *
 * The limit of a point is a called function that is nothing but the system call
 * (limit.S).  Of what is more than that, references.c has what stands for it.
 */
#ifndef SAFECANCEL_BENCH_CALLS_H
#define SAFECANCEL_BENCH_CALLS_H

#include <poll.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

struct calls {
    ssize_t (*read)(int, void *, size_t);
    ssize_t (*write)(int, const void *, size_t);
    int (*openat)(int, const char *, int, ...);
    int (*close)(int);
    int (*poll)(struct pollfd *, nfds_t, int);
    ssize_t (*recv)(int, void *, size_t, int);
    ssize_t (*send)(int, const void *, size_t, int);
    int (*accept)(int, struct sockaddr *, socklen_t *);
    int (*clock_nanosleep)(clockid_t, int, const struct timespec *, struct timespec *);
    int (*sem_wait)(sem_t *);
    int (*sem_post)(sem_t *);
    char *(*fgets)(char *, int, FILE *);
};

extern const struct calls program_calls, limit_calls;

/* What the cases need beside what they measure, bare too. */
int limit_connect(int, const struct sockaddr *, socklen_t);

/* The same system call by the other way into the kernel, where there is one: null otherwise. */
extern ssize_t (*const other_limit_read)(int, void *, size_t);

/* One thing to measure.  `prepare` runs once, before the first `run`. */
struct bench_case {
    const char *name;
    void (*prepare)(void);
    void (*run)(const struct calls *calls, long count);
};

extern const struct bench_case cases[];
extern const unsigned case_count;

/* Ends the worker with a line that names what failed. */
void fail(const char *what);

#endif
