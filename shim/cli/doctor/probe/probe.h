/* SPDX-License-Identifier: MIT */
/*
 * safecancel-probe CASE: provokes one defect of glibc and counts.  Plain C,
 * nothing of ours in it; the doctor runs it without and with the preloaded
 * object and judges (../judge.cpp).  Each call that a case tries gives a line
 *
 *     NAME tried=N met=M seen=S
 *
 * tried: rounds; met: those in which the situation was verifiably there; seen:
 * those of them with the defect.  What cannot be tried at all gives
 * "why REASON".  The word a case ends with is "done".
 */
#ifndef SAFECANCEL_PROBE_H
#define SAFECANCEL_PROBE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct tally {
    int tried, met, seen;
};

/* A call that blocks until release(). */
struct blocking_call {
    const char *name;
    void (*prepare)(void); /* before each round */
    long (*call)(void);    /* in the thread; negative: it failed */
    void (*release)(void); /* by main: lets it complete */
};

/* The running round's thread, which has announced itself; 0 before. */
extern int target_tid;
/* What its call returned; no_result before. */
extern long target_result;
enum { no_result = -1000000 };

static inline int flag_get(const int *flag) { return __atomic_load_n(flag, __ATOMIC_SEQ_CST); }
static inline void flag_set(int *flag, int value) { __atomic_store_n(flag, value, __ATOMIC_SEQ_CST); }
static inline long result_get(void) { return __atomic_load_n(&target_result, __ATOMIC_SEQ_CST); }

/* Ends the case with the reason why nothing can be tried. */
_Noreturn void cannot(const char *what);

void report_tally(const char *name, const struct tally *tally);

void sleep_ms(int milliseconds);

/* Starts a thread that announces itself, makes the call, keeps its result and is a cancellation point then. */
pthread_t start_call(const struct blocking_call *call, int state);

/* True once the thread sleeps in the kernel; false if it does not within a second. */
int is_blocked(void);

/* How a thread goes on: it has ended, has its result, or sleeps undisturbed for so long. */
enum course { ended, returned, stays_blocked, unclear };
enum course watch(int milliseconds);

/* Lets the call complete, joins the thread; true if it was cancelled. */
int finish(const struct blocking_call *call, pthread_t thread);

/* calls.c: what several cases block in. */
extern const struct blocking_call call_read, call_sem_wait, call_fgets;

/* The cases. */
void case_results(void);    /* D1 */
void case_handlers(void);   /* D2 */
void case_requests(void);   /* D3 */
void case_no_point(void);   /* D4 */
void case_disabled(void);   /* D5 */
void case_price(void);      /* D6 */
void case_fortified(void);  /* D7 */
void case_mask(void);       /* D8 */

/* For NAME...: which object the definition is in that comes after libsafecancel.so. */
void tell_owners(char **names);

#endif
