/* SPDX-License-Identifier: MIT */
/* The stage program's parts: its rows (rows.c), and how one is played (play.c). */
#ifndef SAFECANCEL_PROVE_STAGE_PLAY_H
#define SAFECANCEL_PROVE_STAGE_PLAY_H

#include "inside.h" /* first: it asks for all of libc */

#include "board.h"

/* A call that fails at once, for a row of tests/inside, which have none. */
struct failure {
    const char *name;
    const char *(*prepare)(struct run *);  /* NULL: the row's own */
    long (*call)(struct run *);
    long value;                            /* its result; errno is looked at if this is -1 */
    int error;
};
extern const struct failure failures[];    /* ends with one without a name */

/* One row: a scenario of tests/points, or a row of tests/inside with its `harm`. */
struct play {
    const char *name;
    const struct scenario *scenario;
    const struct inside *inside;       /* NULL: of tests/points */
    const struct failure *failure;     /* NULL: scenario->fail, if there is one */
};

extern struct board *board;

/* Tells the prover where the calling thread is; it stops here until it may go on. */
void tell_place(int32_t *slot, int place);

int list_plays(void);
const struct play *find_play(const char *full_name);

/* Plays, tells the facts and ends the process. */
void play_by_orders(const struct play *play) __attribute__((noreturn));

/*
 * Requests of the board's kind (errors.c).  prepare_errors: NULL, or why they
 * cannot be made here.  The thread prepares itself before it calls the point;
 * once every request has been made it calls what is to fail now, unless the
 * point did, and what is to succeed.
 */
const char *prepare_errors(void);
void prepare_thread_for_errors(void);
uint64_t requesting_function(void);
void make_request(pthread_t thread);
void make_calls_after(int failed);

/* Calls it with an object of C++ on the stack, whose destructor counts in board->destroyed. */
long call_guarded(long (*call)(struct run *), struct run *run);

#endif
