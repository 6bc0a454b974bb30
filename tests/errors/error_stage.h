/* SPDX-License-Identifier: MIT */
/*
 * The stage of tests/points for cancellation as an error: the thread calls the
 * point up to three times, and after each comes to other points to see whether
 * one fails.  The same rules as there.
 */
#ifndef SAFECANCEL_TESTS_ERRORS_ERROR_STAGE_H
#define SAFECANCEL_TESTS_ERRORS_ERROR_STAGE_H

#include "../points/stage.h"
#include <safecancel/safecancel.h>

enum { ATTEMPTS = 3 };

enum outcome {
    NOT_MADE,  /* or not returned from */
    RIGHT,     /* as a call that nobody disturbs */
    FAILED,    /* with ECANCELED, told as this function tells errors */
    OTHER
};

struct attempt {
    enum outcome outcome;
    long value;
    int error;
    int failing;          /* points right after it that failed with ECANCELED */
};

enum entry_state { ENTERS_ENABLED, ENTERS_DISABLED, ENTERS_MASKED };

struct error_stage {
    enum entry_state enters;
    int enables;              /* having arrived disabled, the thread enables before its first attempt */
    int raises;               /* how often it raises SIGUSR1 before that */
    long delay;               /* of the deadline, in ms; 0: in the past; -1: none */
    int probes_in_handler;
    int lingers;              /* the breaking handler does not return before stage.leave_handler */
    atomic_int allowed;       /* attempts the thread may begin */
    atomic_int begun;
    atomic_int made;
    atomic_int finish;        /* no more of them */
    struct attempt attempts[ATTEMPTS];
    int failing_in_handler;
    int failing_in_cleanup;
    int state_at_end;
    int pending_at_end;
    long given_after;         /* the handler on top has returned, in microseconds */
};

extern struct error_stage errors;

/* What the thread does (error_bodies.c). */
void *attempts(void *run);

/* The user's handler for SIGUSR1 with SA_SIGINFO: breaks what it interrupted. */
void breaking_handler(int number, siginfo_t *info, void *context);

/* lingering_handler, which notes when it returns. */
void timed_handler(int number);

/* CLOCK_MONOTONIC plus so many milliseconds. */
struct timespec from_now(long milliseconds);

#endif
