/* SPDX-License-Identifier: MIT */
/*
 * The asynchronous type as the program itself chooses it: like glibc's, wherever
 * the thread happens to be, user handlers included.  Each case is a body for the
 * thread; `reached` counts how far it came.
 */
#include "inside.h"

#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static atomic_int reached;
static atomic_int ready;       /* the thread is where the request shall find it */
static int types[2];           /* what pthread_setcanceltype told */
static sem_t tokens;
static int ends[2];
static FILE *lines;

static void set_type(int type)
{
    int old;
    pthread_setcanceltype(type, &old);
    types[type == PTHREAD_CANCEL_DEFERRED] = old;
}

static void spin(void)
{
    for (volatile int i = 0;; ++i) {
    }
}

static void *busy(void *unused)
{
    set_type(PTHREAD_CANCEL_ASYNCHRONOUS);
    ready = 1;
    spin();
    return unused;
}

/* Deferred again: the request waits for the next point. */
static void *back_and_forth(void *unused)
{
    for (int i = 0; i < 1000; ++i) {
        set_type(PTHREAD_CANCEL_ASYNCHRONOUS);
        set_type(PTHREAD_CANCEL_DEFERRED);
    }
    ready = 1;
    wait_for(&stage.cancelled);
    reached = 1;
    pthread_testcancel();
    reached = 2;
    return unused;
}

static void *in_read(void *unused)
{
    char byte;
    set_type(PTHREAD_CANCEL_ASYNCHRONOUS);
    ready = 1;
    reached = read(ends[0], &byte, 1) >= 0;
    return unused;
}

static void *in_sem_wait(void *unused)
{
    set_type(PTHREAD_CANCEL_ASYNCHRONOUS);
    ready = 1;
    reached = sem_wait(&tokens) == 0;
    return unused;
}

static void points_with_type(int type)
{
    char text[8];
    set_type(type);
    if (read(ends[0], text, 1) == 1 && sem_wait(&tokens) == 0 && fgets(text, sizeof text, lines))
        ++reached;
}

/* Points keep the type, whichever it is: libc's own use of the same bit must not show. */
static void *through_points(void *unused)
{
    int after_asynchronous, after_deferred;
    for (int i = 0; i < 2; ++i)
        sem_post(&tokens);
    if (write(ends[1], "1\n2\n3\n4\n", 8) != 8)
        broken("write");
    points_with_type(PTHREAD_CANCEL_ASYNCHRONOUS);
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &after_asynchronous);
    points_with_type(PTHREAD_CANCEL_DEFERRED);
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &after_deferred);
    types[0] = after_asynchronous;
    types[1] = after_deferred;
    ready = 1;
    wait_for(&stage.cancelled);
    pthread_testcancel();
    return unused;
}

static void *pending_then_type(void *unused)
{
    pthread_cancel(pthread_self());
    reached = 1;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    reached = 2;
    return unused;
}

static void *pending_then_enabled(void *unused)
{
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    pthread_cancel(pthread_self());
    reached = 1;
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    reached = 2;
    return unused;
}

static void *self(void *unused)
{
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    reached = 1;
    pthread_cancel(pthread_self());
    reached = 2;
    return unused;
}

/* Asynchronous in its handler only. */
static void turns_asynchronous(int number)
{
    (void)number;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    ready = 2;
    spin();
}

static void *deferred_busy(void *unused)
{
    ready = 1;
    while (!atomic_load(&stage.leave_handler)) {
    }
    return unused;
}

static void lingers(int number)
{
    (void)number;
    ready = 2;
    for (int i = 0; i < 100000 && !atomic_load(&stage.leave_handler); ++i)
        sched_yield();
    atomic_store(&stage.left_handler, 1);
}

static const struct {
    const char *name;
    void *(*body)(void *);
    long blocked_in;        /* the request waits until it is there */
    void (*handler)(int);   /* and until this handler runs on top */
} cases[] = {
    {"busy", busy, 0, NULL},
    {"back_and_forth", back_and_forth, 0, NULL},
    {"in_read", in_read, SYS_read, NULL},
    {"in_sem_wait", in_sem_wait, SYS_futex, NULL},
    {"through_points", through_points, 0, NULL},
    {"pending_then_type", pending_then_type, 0, NULL},
    {"pending_then_enabled", pending_then_enabled, 0, NULL},
    {"self", self, 0, NULL},
    {"handler_on_busy", busy, 0, lingers},
    {"handler_on_read", in_read, SYS_read, lingers},
    {"handler_on_sem_wait", in_sem_wait, SYS_futex, lingers},
    {"turns_in_handler", deferred_busy, 0, turns_asynchronous},
};

static void *(*body)(void *);

static void *starts(void *unused)
{
    atomic_store(&stage.tid, (int)syscall(SYS_gettid));
    body(unused);
    ready = 3;
    return unused;
}

static void prepare(void)
{
    if (pipe(ends) != 0 || sem_init(&tokens, 0, 0) != 0)
        broken("pipe");
    lines = fdopen(ends[0], "r");
    setvbuf(lines, NULL, _IONBF, 0);
}

static void find_it(pthread_t thread, long blocked_in, void (*handler)(int))
{
    const struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    wait_for(&ready);
    if (blocked_in)
        wait_until_blocked(blocked_in);
    if (!handler)
        return;
    sigaction(SIGUSR1, &action, NULL);
    pthread_kill(thread, SIGUSR1);
    while (ready != 2)
        sched_yield();
}

/* A thread that cancels itself never becomes ready. */
int play_async(const char *name)
{
    pthread_t thread;
    void *result;
    for (size_t i = 0; i < COUNT(cases); ++i) {
        if (strcmp(name, cases[i].name) != 0)
            continue;
        prepare();
        body = cases[i].body;
        if (pthread_create(&thread, NULL, starts, NULL) != 0)
            broken("pthread_create");
        if (body != pending_then_type && body != pending_then_enabled && body != self) {
            find_it(thread, cases[i].blocked_in, cases[i].handler);
            if (pthread_cancel(thread) != 0)
                broken("pthread_cancel");
        }
        atomic_store(&stage.cancelled, 1);
        pthread_join(thread, &result);
        printf("facts acted=%d reached=%d left_handler=%d asynchronous=%d deferred=%d\n", result == PTHREAD_CANCELED,
               reached, stage.left_handler, types[0] == PTHREAD_CANCEL_ASYNCHRONOUS,
               types[1] == PTHREAD_CANCEL_DEFERRED);
        return 0;
    }
    return 2;
}
