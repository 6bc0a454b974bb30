/* SPDX-License-Identifier: MIT */
/*
 * What a scenario is: one behaviour of one cancellation point, described so
 * that every situation (situations.c) can be played with it.
 *
 * Rules: a scenario program is plain C, links nothing but the C library, and
 * finds the function under test by dlsym, so that one scenario serves all
 * aliases, a preloaded definition is seen, and a function this libc lacks is a
 * skip.  A process plays one scenario in one situation once and ends.  Nothing
 * outlives it: what has a name lies in the working directory, which the driver
 * removes, or is registered with remember_queue().
 */
#ifndef SAFECANCEL_TESTS_POINTS_SCENARIO_H
#define SAFECANCEL_TESTS_POINTS_SCENARIO_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "numbers.h"
#include "scenario_flags.h"

/* errno before every call; must still stand there after one that succeeds. */
#define SENTINEL 4242

#define ANY_RESULT (-4242L)  /* for `expect`: whatever is not negative */

/* How long an SC_TIMED scenario sleeps. */
enum nap { NAP_LONG, NAP_SHORT, NAP_NONE };

struct scenario;

struct run {
    const struct scenario *scenario;
    void *function;       /* the exported function under test */
    const char *name;
    enum nap nap;
    pthread_t thread;     /* the one that calls the point; valid once started */
    int fd;               /* what the point works on */
    int peer;             /* what the point's effect is looked for in, and enable() works on */
    int extra;
    int queue;
    pid_t child;
    const char *path;
    char buffer[4096];
    char more[4096];
    void *large;          /* for partial(): LARGE bytes */
};

#define LARGE (1024 * 1024)

/* For `number`, where it depends on the glibc. */
#define SC_SYSLOG_CALL (-2L)
#define SC_SELECT_CALL (-3L)

struct scenario {
    const char *names[6];                   /* exported names it serves */
    const char *variant;                    /* NULL, or what tells it from others of that name */
    long number;                            /* of the system call it makes */
    unsigned flags;
    long expect;                            /* result of a call that completes */
    const char *(*prepare)(struct run *);   /* NULL, or why it cannot be played here */
    long (*call)(struct run *);
    void (*enable)(struct run *);           /* lets a blocked call complete; NULL: it never blocks */
    int (*effect)(struct run *);            /* 1: the kernel has done it.  Asked once, at the end. NULL: nothing to see */
    long (*fail)(struct run *);             /* fails at once */
    int fail_errno;                         /* with this; the result is -1, or this with SC_ERROR_NUMBER */
    void (*prepare_fail)(struct run *);     /* NULL, or what fail() needs done before errno is set */
    long (*partial)(struct run *);          /* blocks with a part of its work done */
    void (*prepare_partial)(struct run *);
    long (*moved)(struct run *);            /* how much that part is, asked once after partial() */
    long (*overflow)(struct run *);         /* a fortified function must stop the program */
};

/* The function under test as a function of the type of `declared`. */
#define FN(declared) ((__typeof__(&declared))run->function)

/*
 * The same for a function that takes an offset, which on 32-bit systems has 64
 * bits only in the variants with that in their name: `wide` is one of those.
 */
#define CALL_AT(declared, wide, ...) \
    (is_wide(run) ? ((__typeof__(&wide))run->function)(__VA_ARGS__) : FN(declared)(__VA_ARGS__))

static inline int is_wide(const struct run *run) { return strstr(run->name, "64") != NULL; }

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* One family a file; the tables end with an entry without names. */
extern const struct scenario file_scenarios[], open_scenarios[], lock_scenarios[], pipe_scenarios[],
    socket_scenarios[], connection_scenarios[], message_scenarios[], ready_scenarios[], child_scenarios[],
    signal_scenarios[], timer_scenarios[];

/* Plays `situation`, prints one line of facts, returns the exit status. */
int play(struct run *run, const char *situation);

/* --- what families share (families.c) --- */

/* Ends the program with the status that means a defect of the test itself. */
void broken(const char *what) __attribute__((noreturn));

/* The number of the system call that `number` stands for in this glibc. */
long number_here(long number);

/* A pipe, one page large: run->fd reads, run->peer writes; or the other way round. */
/* NULL, or that the kernel has neither preadv2 nor pwritev2 (an emulator's, before qemu 8). */
const char *no_preadv2(void);

void make_pipe_to_read(struct run *run);
void make_pipe_to_write(struct run *run);

/* Unix stream socket pair; run->fd is the point's. */
void make_stream(struct run *run);

void put_mark(struct run *run);       /* one byte into run->peer */
void fill(int fd);                    /* writes until it would block */
long drain(int fd, int *mark);        /* reads until it would block; *mark: an 'M' was there */
void drain_peer(struct run *run);
int byte_gone(struct run *run);       /* effect: the one byte put is no longer in run->fd */
int mark_written(struct run *run);    /* effect: an 'M' is in run->peer now */
int buffer_filled(struct run *run);   /* effect: run->buffer was written to */
void remember_queue(int id);          /* the driver removes it if we cannot */
pid_t start_child(void (*body)(void *), void *argument, int *alive);

#endif
