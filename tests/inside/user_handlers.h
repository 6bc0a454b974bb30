/* SPDX-License-Identifier: MIT */
/* What the thread under a user handler does, the handlers, and what they have seen. */
#ifndef SAFECANCEL_TESTS_INSIDE_USER_HANDLERS_H
#define SAFECANCEL_TESTS_INSIDE_USER_HANDLERS_H

#include "inside.h"

struct seen {
    atomic_int acted;         /* cleanup handlers of the thread that ran */
    atomic_int left;          /* handlers that came to their end */
    atomic_int deepest;       /* handlers one on top of the other, at most */
    atomic_int on_other_stack;
    pthread_mutex_t work;     /* held while computes() works */
};
extern struct seen seen;

/* The thread. */
void *calls_once(void *run);
void *leaps_out(void *run);     /* after a jump out of the handler it reads silent_pipe */

extern long work_time;          /* milliseconds that computes() works: longer than a pthread_cancel takes */

/* The handlers. */
void lingers(int number);       /* until it may leave */
void shields(int number);       /* the same, with the state disabled */
void first_of_three(int number);
void computes(int number);
void leaps(int number);         /* leaves by siglongjmp when it may */
void blocks_in_read(int number);

#endif
