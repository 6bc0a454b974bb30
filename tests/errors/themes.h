/* SPDX-License-Identifier: MIT */
/* What the themes share, and those that have a file of their own. */
#ifndef SAFECANCEL_TESTS_ERRORS_THEMES_H
#define SAFECANCEL_TESTS_ERRORS_THEMES_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <pthread.h>
#include <safecancel/safecancel.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Ends the process, whichever thread it is in. */
#define EXPECT(condition)                                                                      \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            dprintf(1, "%s:%d: not so: %s (errno %d)\n", __func__, __LINE__, #condition, errno); \
            _exit(1);                                                                          \
        }                                                                                      \
    } while (0)

/* CLOCK_MONOTONIC plus so many milliseconds. */
struct timespec after(long milliseconds);

/* Ends the process as skipped. */
void skip(const char *reason) __attribute__((noreturn));

/* The thread with this id, which may not be there yet, sleeps; or has come to its end. */
void wait_until_asleep(const atomic_int *tid);
void wait_until_gone(const atomic_int *tid);

/* pthread_create and pthread_join that succeed. */
pthread_t start(void *(*body)(void *), void *argument);
void *result_of(pthread_t thread);

void sleep_for(long milliseconds);
void interrupt_self(void);

/* A scope whose deadline is so many milliseconds from now. */
void begin(struct safecancel_deadline *scope, long milliseconds);
void end(struct safecancel_deadline *scope);

/* crowds.c */
void thousand_deadlines(void);
void stress(void);

/* deadlines.c */
void deadline_nests(void);
void deadline_passed(void);
void deadline_ends_before(void);
void deadline_and_interrupt(void);
void exits_in_scope(void);

/* functions.c */
void pending_and_clear(void);
void close_keeps_it(void);
void numbers_are_the_programs(void);
void refusals(void);
void exited_thread(void);
void off(void);

/* processes.c */
void fork_has_nothing(void);
void vfork_takes_nothing(void);
void main_exits(void);

#endif
