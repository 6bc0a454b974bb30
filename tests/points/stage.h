/* SPDX-License-Identifier: MIT */
/*
 * The stage a situation is played on: what the thread and the main thread tell
 * each other, and how the main thread finds the other one blocked.  They meet by
 * spinning on these words, never in a system call that sleeps, so that a thread
 * that sleeps is in the point under test.
 */
#ifndef SAFECANCEL_TESTS_POINTS_STAGE_H
#define SAFECANCEL_TESTS_POINTS_STAGE_H

#include <stdatomic.h>

#include "markers.h"
#include "scenario.h"

struct stage {
    struct run *run;
    long (*call)(struct run *);   /* what the thread calls: the point, its failure, or its partial use */
    atomic_int tid;               /* set once the thread is there */
    atomic_int go;                /* the thread may call */
    atomic_int cancelled;         /* every pthread_cancel has returned */
    atomic_int returned;          /* the point has given its result to the caller */
    atomic_int cleaned;           /* the cleanup handler ran */
    atomic_int in_handler;        /* the user's signal handler was entered */
    atomic_int leave_handler;     /* it may return */
    atomic_int left_handler;      /* it is about to */
    int enabled;                  /* enable() was called */
    int blocked;                  /* the thread was seen asleep in the point */
    int signal;                   /* a user signal is to arrive together with the request */
    int still;                    /* and again after a cancel it must not notice */
    long value;
    int error;
};

extern struct stage stage;

void wait_for(atomic_int *word);

/* Tells a tracer where we are; it answers the marker MARK_ATTACHED only. */
long mark(enum marker marker, long first, long second);

/* Returns 1 once the thread sleeps in the point's system call, 0 if it has returned from it. */
int wait_until_blocked(long number);

/* enable(), unless that was done or the scenario has none. */
void enable_point(void);

/* The thread, which sleeps, does not run before we sleep, or have used up our slice. */
void hold_thread_back(void);

/* Result and errno are those of a call that completed, or of fail(). */
int result_is_expected(void);

/* Situations in which points fail with ECANCELED (tests/errors): returns 2 when `name` is none of them. */
int play_error(struct run *run, const char *name);

void start_thread(void *(*body)(void *));
void cancel_thread(void);

/* What the thread does (bodies.c). */
void *calls(void *run);
void *calls_with_pending(void *run);  /* arrives with cancellation disabled, calls with it enabled */
void *calls_disabled(void *run);      /* enables it when all is over */
void *raises(void *run);              /* raises SIGUSR1 with cancellation disabled */
void *reads_silence(void *run);       /* blocks on silent_pipe, to be interrupted there */

/* The user's handlers for SIGUSR1. */
void calling_handler(int number);     /* enables cancellation and calls the point */
void lingering_handler(int number);   /* stays until it may leave */
void passing_handler(int number);

extern int silent_pipe[2];

#endif
