/* SPDX-License-Identifier: MIT */
/*
 * Loops about what waits: the thread of a round, seen blocked, is given one
 * thing and cancelled at once.
 */
#include "loops.h"

#include <semaphore.h>
#include <stdio.h>
#include <string.h>

static void *(*waiter)(void *);

static void *waits(void *argument)
{
    atomic_store(&stage.tid, (int)syscall(SYS_gettid));
    return waiter(argument);
}

/* Starts the round's thread and waits for it to block. */
static pthread_t begin_round(void *argument, long number)
{
    pthread_t thread;
    atomic_store(&stage.tid, 0);
    loop_start(&thread, waits, argument);
    wait_for(&stage.tid);
    wait_until_blocked(number);
    return thread;
}

static FILE *lines;
static int line_writer;

static void *takes_line(void *unused)
{
    static char *line; /* one thread at a time */
    static size_t size;
    if (getline(&line, &size, lines) == 5)
        ++loop_taken;
    pthread_testcancel();
    return unused;
}

/* A line that the round's thread did not take is still in the stream, before this one. */
static void take_rest(void)
{
    char text[8];
    if (write(line_writer, "last\n", 5) != 5)
        broken("write");
    while (fgets(text, sizeof text, lines) && strcmp(text, "last\n") != 0)
        ++loop_taken;
}

long loop_getline(void)
{
    int ends[2];
    if (pipe(ends) != 0)
        broken("pipe");
    lines = fdopen(ends[0], "r");
    line_writer = ends[1];
    waiter = takes_line;
    for (long i = 0; i < loop_rounds; ++i) {
        const pthread_t thread = begin_round(NULL, SYS_read);
        loop_given += write(line_writer, "line\n", 5) == 5;
        pthread_cancel(thread);
        loop_end_of(thread);
        take_rest();
    }
    return loop_given - loop_taken;
}

static sem_t tokens;

static void *takes_token(void *unused)
{
    if (sem_wait(&tokens) == 0)
        ++loop_taken;
    pthread_testcancel();
    return unused;
}

long loop_sem_wait(void)
{
    sem_init(&tokens, 0, 0);
    waiter = takes_token;
    for (long i = 0; i < loop_rounds; ++i) {
        const pthread_t thread = begin_round(NULL, SYS_futex);
        sem_post(&tokens);
        ++loop_given;
        pthread_cancel(thread);
        loop_end_of(thread);
        loop_taken += sem_trywait(&tokens) == 0;
    }
    return loop_given - loop_taken;
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static long items;

static void unlock(void *unused)
{
    (void)unused;
    pthread_mutex_unlock(&mutex);
}

static void take_item(void)
{
    pthread_mutex_lock(&mutex);
    pthread_cleanup_push(unlock, NULL);
    while (items == 0)
        pthread_cond_wait(&condition, &mutex);
    --items;
    ++loop_taken;
    pthread_cleanup_pop(1);
}

static void *takes_item(void *unused)
{
    take_item();
    pthread_testcancel();
    return unused;
}

/* Never cancelled: gets each signal that the other one did not act upon. */
static __attribute__((noreturn)) void *takes_all_items(void *unused)
{
    (void)unused;
    for (;;)
        take_item();
}

/* One second, then the signal is lost; the item is taken back so that the loop goes on. */
static long wait_until_taken(void)
{
    for (int i = 0; i < 10000; ++i) {
        if (loop_taken == loop_given)
            return 0;
        loop_spin(1000);
        usleep(i > 100 ? 100 : 0);
    }
    pthread_mutex_lock(&mutex);
    const long lost = items;
    items = 0;
    loop_taken += lost;
    pthread_mutex_unlock(&mutex);
    return lost;
}

long loop_cond_wait(void)
{
    pthread_t robust;
    long lost = 0;
    loop_start(&robust, takes_all_items, NULL);
    waiter = takes_item;
    for (long i = 0; i < loop_rounds; ++i) {
        const pthread_t thread = begin_round(NULL, SYS_futex);
        pthread_mutex_lock(&mutex);
        ++items;
        ++loop_given;
        pthread_cond_signal(&condition);
        pthread_mutex_unlock(&mutex);
        pthread_cancel(thread);
        loop_end_of(thread);
        lost += wait_until_taken();
    }
    return lost;
}

static atomic_int may_end;

static void *ends_when_told(void *result)
{
    wait_for(&may_end);
    return result;
}

static void *takes_result(void *thread)
{
    void *result = NULL;
    if (pthread_join(*(pthread_t *)thread, &result) == 0 && result == (void *)7)
        ++loop_taken;
    pthread_testcancel();
    return NULL;
}

long loop_join(void)
{
    void *result;
    waiter = takes_result;
    for (long i = 0; i < loop_rounds; ++i) {
        pthread_t target;
        const long before = loop_taken;
        atomic_store(&may_end, 0);
        loop_start(&target, ends_when_told, (void *)7);
        const pthread_t thread = begin_round(&target, SYS_futex);
        atomic_store(&may_end, 1);
        ++loop_given;
        pthread_cancel(thread);
        loop_end_of(thread);
        if (loop_taken == before && ends_within(target, 2, &result) && result == (void *)7)
            ++loop_taken;
    }
    return loop_given - loop_taken;
}
