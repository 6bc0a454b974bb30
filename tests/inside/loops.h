/* SPDX-License-Identifier: MIT */
/* What the two kinds of loops share.  Each loop runs `loop_rounds` rounds and returns how many things were lost. */
#ifndef SAFECANCEL_TESTS_INSIDE_LOOPS_H
#define SAFECANCEL_TESTS_INSIDE_LOOPS_H

#include "inside.h"

extern long loop_rounds, loop_acted;
extern atomic_long loop_given, loop_taken;  /* lines, tokens, signals, results */

void loop_start(pthread_t *thread, void *(*body)(void *), void *argument);
void loop_end_of(pthread_t thread);  /* joins it, and counts it if it acted */
void loop_spin(long nanoseconds);

/* loops_waiting.c: woken and cancelled in the same breath. */
long loop_getline(void);
long loop_sem_wait(void);
long loop_cond_wait(void);
long loop_join(void);

#endif
