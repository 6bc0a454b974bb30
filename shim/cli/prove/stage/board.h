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

enum { BOARD_VERSION = 1, BOARD_TEXT = 256 };

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
    ORDER_CANCEL = 'c',
    ORDER_SIGNAL = 's',   /* SIGUSR1 to the thread */
    ORDER_STRAY = '3',    /* an unneeded signal 32 to the thread, as a canceller may send it */
    ORDER_FINISH = 'f',   /* join the thread, tell the facts, end */
};

/* Which call of a scenario is made. */
enum board_call { CALL_POINT, CALL_FAIL, CALL_PARTIAL };

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
    /* the stage's */
    char reason[BOARD_TEXT];     /* why it cannot be played here */
    int32_t child;               /* live: the process that plays; 0: not begun */
    int32_t main_place, point_place;
    int32_t point_tid;
    uint64_t function;           /* the exported function's address */
    uint64_t cancel;             /* pthread_cancel's */
    uint64_t testcancel;         /* pthread_testcancel's */
    uint64_t body, main_body;    /* the functions in which the thread and the main thread are */
    int32_t cancels;             /* live: pthread_cancels that have returned */
    int32_t returned;            /* live: the point has given its result */
    int32_t cleaned;             /* cleanup handlers of the thread that ran */
    int32_t destroyed;           /* C++ destructors of the thread that ran */
    int32_t entered, left;       /* live: the user's handler */
    int32_t status;              /* of the process, as of wait(2) */
    struct board_facts facts;
};

#endif
