/* SPDX-License-Identifier: MIT */
/*
 * The page that the prover and the stage program share, C and C++.  The prover
 * writes what is to be played and what the main thread is to do next; the stage
 * writes where its threads are and, at the end, the facts.
 *
 * A thread tells the prover by raising SIGTRAP, after it has written where it
 * is: the prover traces it and so sees it stop.  All words are plain: whoever
 * writes does so while the reader is stopped, except for those marked `live`.
 */
#ifndef SAFECANCEL_PROVE_STAGE_BOARD_H
#define SAFECANCEL_PROVE_STAGE_BOARD_H

#include <stdint.h>

enum { BOARD_VERSION = 2, BOARD_TEXT = 256 };

/* Where a thread of the stage is. */
enum board_place {
    PLACE_NONE,
    PLACE_IDLE,    /* the first process waits for something to play */
    PLACE_READY,   /* the main thread has done its orders */
    PLACE_BEGIN,   /* the thread calls the point next */
};

/* What the main thread is to do; `orders` is a string of these. */
enum board_order {
    ORDER_ENABLE = 'e',   /* let a blocked call complete */
    ORDER_CANCEL = 'c',   /* make the request */
    ORDER_SIGNAL = 's',   /* SIGUSR1 to the thread */
    ORDER_STRAY = '3',    /* an unneeded signal 32 to the thread, as a canceller may send it */
    ORDER_FINISH = 'f',   /* join the thread, tell the facts, end */
};

/* Which call of a scenario is made. */
enum board_call { CALL_POINT, CALL_FAIL, CALL_PARTIAL };

/* How a request is made, and what it is to do: end the thread, or, but for the first, fail a point with ECANCELED. */
enum board_request {
    REQUEST_CANCEL,
    REQUEST_INTERRUPT,          /* safecancel_v1_interrupt */
    REQUEST_INTERRUPT_DISABLED, /* the same, to a thread with cancellation disabled that was cancelled before */
    REQUEST_MASKED,             /* pthread_cancel, with the state SAFECANCEL_CANCEL_MASKED */
    REQUEST_BREAK,              /* SIGURG to the thread, whose handler calls safecancel_v1_break_from_handler */
};

/* A call that the thread makes after the point, where a request is an error. */
struct board_call_after {
    int32_t made;          /* live: it has returned */
    int32_t value, error;
};

struct board_facts {
    int32_t told;          /* the facts are complete */
    int32_t acted;         /* the thread ended by cancellation */
    int32_t right;         /* result and errno are what they should be */
    int32_t effect;        /* the kernel has done it; -1: nothing to see */
    int32_t harm;          /* enum harm of tests/inside */
    int32_t descriptors;   /* more open than before */
    int32_t children;      /* not waited for */
    int32_t error;         /* errno after the call */
    int32_t interrupted;   /* the result says that a signal has interrupted it */
    int32_t failed;        /* the result says ECANCELED */
    int64_t value;
    int64_t moved;         /* by a partial call; -1: none was made */
};

struct board {
    /* the prover's */
    char row[BOARD_TEXT];        /* NAME[:VARIANT] */
    char directory[BOARD_TEXT];  /* empty, the run's working directory */
    char orders[16];
    int32_t call;                /* enum board_call */
    int32_t early;               /* let it complete before the thread calls */
    int32_t restart;             /* the user's handler is installed with SA_RESTART */
    int32_t handler_calls;       /* and calls a point, with cancellation disabled for that long */
    int32_t short_nap;           /* a call that sleeps does so for no time */
    int32_t request;             /* enum board_request */
    int32_t next_inside;         /* the call after the point is one inside libc */
    int32_t linger;              /* and one more is made, which sleeps for a while */
    /* the stage's */
    char reason[BOARD_TEXT];     /* why it cannot be played here */
    int32_t child;               /* live: the process that plays; 0: not begun */
    int32_t main_place, point_place;
    int32_t point_tid;
    uint64_t function;           /* the exported function's address */
    uint64_t cancel;             /* of the function that makes the request, pthread_cancel or another */
    uint64_t testcancel;         /* pthread_testcancel's */
    uint64_t body, main_body;    /* the functions in which the thread and the main thread are */
    int32_t cancels;             /* live: requests that have been made */
    int32_t returned;            /* live: the point has given its result */
    int32_t over;                /* live: the thread calls nothing more */
    struct board_call_after next; /* a call that blocks, if the point did not fail with ECANCELED */
    struct board_call_after last; /* one that succeeds */
    struct board_call_after nap;  /* one that sleeps, if the prover wants it to linger */
    int32_t pending;             /* a request is left after them */
    int32_t state;               /* of cancellation, after them */
    int32_t cleaned;             /* cleanup handlers of the thread that ran */
    int32_t destroyed;           /* C++ destructors of the thread that ran */
    int32_t entered, left;       /* live: the user's handler */
    int32_t status;              /* of the process, as of wait(2) */
    struct board_facts facts;
};

#endif
