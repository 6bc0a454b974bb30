/* SPDX-License-Identifier: MIT */
/* Threads to be cancelled, each blocked in another point or about to be.  Plain C. */
#ifndef SAFECANCEL_TESTS_FAULTS_TARGETS_H
#define SAFECANCEL_TESTS_FAULTS_TARGETS_H

#include <stddef.h>

/* Before any fault: what the threads will wait for. */
void prepare_targets(void);

/* Starts one thread of each kind, with stacks of `stack_size` bytes, 0: as usual.  Returns once they wait, or -1 with `what` failed. */
int start_targets(size_t stack_size);

/* Cancels and joins them; says of each what came of it. */
void cancel_targets(void);

/* So many threads at once, with the smallest stacks, each cancelled while blocked; says how many were. */
void cancel_crowd(int count);

/* A line on standard output, if that is open, and into what `status_of_lines` tells. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
