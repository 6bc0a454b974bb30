/* SPDX-License-Identifier: MIT */
/*
 * Points inside libc: what tests/points' scenarios lack for functions that do
 * more than one system call and clean up behind themselves.
 *
 * Rules as in scenario.h.  A row adds `harm`: what must be in order again at
 * the end, whatever became of the call.  It is asked last, by the main thread,
 * and also gives back what a completed call has returned, so that descriptors
 * and children can be counted afterwards.  What glibc itself leaves behind
 * when it acts *before* the effect (the FILE of a cancelled fopen, getline's
 * buffer) is memory, is the same in every glibc, and is not looked for.
 */
#ifndef SAFECANCEL_TESTS_INSIDE_INSIDE_H
#define SAFECANCEL_TESTS_INSIDE_INSIDE_H

#include "stage.h"

/* Bits of what `harm` answers. */
enum harm {
    HARM_LOCKED = 1,  /* a lock of libc's or of the caller's was left taken, or not taken again */
    HARM_LOST = 2,    /* a token, a signal, a line, a result: consumed, and nobody has it */
    HARM_TWICE = 4,   /* done, and would be done again: the stream does not know that it wrote */
    HARM_CHANGED = 8, /* the process's signal actions or the thread's mask are not as before */
};

/* What tests/points cannot say about a row. */
enum inside_flags {
    IN_KEEPS_TOKEN = 1, /* even stock glibc loses nothing if it acts behind the system call */
    IN_MANY = 2,        /* several system calls are points: with a request pending it ends at any of them */
    IN_RESTARTS = 4,    /* as SC_RESTARTS: with SA_RESTART the kernel goes back into the call after a handler */
    IN_PLAIN = 8,       /* a point through the PLT, here for its user handlers only */
    IN_HANDLERS = 16,   /* played with user handlers on top */
    IN_MAY_LEAP = 32,   /* POSIX allows siglongjmp out of a handler on top of it */
    IN_SPOILS_EXIT = 128, /* stock glibc leaves something dangling that exit() trips over */
    IN_SOCKET_LEFT = 256, /* stock glibc leaves a descriptor if acted upon before the effect */
    IN_STRAY = 64,      /* no point; blocks, and a request must not disturb it (D4) */
};

struct inside {
    struct scenario point;
    unsigned flags;
    int (*harm)(struct run *);
};

/* One family a file; the tables end with an entry without names. */
extern const struct inside stdio_rows[], process_rows[], wait_rows[], join_rows[], network_rows[], plain_rows[],
    stray_rows[];

/* What the watched call saw in the thread's own cleanup handler, -1 if none ran. */
struct cleanup_facts {
    int times;
    int mask;   /* signal 32 blocked */
    int state;  /* as pthread_setcancelstate tells */
    int type;
};
extern struct cleanup_facts seen_in_cleanup;

/* Set: the call has no cleanup handler of ours around it, so that siglongjmp may leave it. */
extern int unwatched;

/* A situation of its own (ways.c): returns 2 when `name` is none of them. */
int play_way(struct run *run, const char *name);

/* Descriptors open now; children not yet waited for. */
int count_descriptors(void);
int count_children(void);

/* A theme of its own process: async, conformance, loop, crowd.  Prints its facts. */
int play_async(const char *name);
int play_conformance(const char *name);
int play_alone(const char *name);  /* the part of conformance that must not have threads */
int play_loop(const char *name, long rounds);
int play_crowd(long size, long seed);

/* Reads `fd` until it would block; how many times `byte` was there. */
int count_bytes(int fd, char byte);

/* 1 if the thread ends within `seconds`, and its result. */
int ends_within(pthread_t thread, int seconds, void **result);

#endif
