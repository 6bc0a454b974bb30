/* SPDX-License-Identifier: MIT */
/*
 * What glibc itself has right only since 2.43: pthread_create is no cancellation
 * point (BZ 33715), joining is one even if the thread has ended (BZ 33717),
 * pthread_exit runs cleanup handlers with cancellation disabled and deferred
 * (BZ 28267), and a request that comes while the thread is unwinding does
 * nothing (BZ 32782).
 */
#include "inside.h"

#include <dirent.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <threads.h>
#include <time.h>

static int ends[2], silent[2];
static int error = -1;          /* of the function under test; -1: it has not returned */
static int state = -1, type = -1;
static atomic_int cleanups;     /* entered */
static atomic_int finished;     /* and left */
static pthread_t ended;
static atomic_int ended_id;

/* --- pthread_create --- */

static void *nothing(void *result) { return result; }

/* Must never run: its thread could not be created as asked. */
static void *runs(void *unused)
{
    ++cleanups;
    return unused;
}

static int threads_left = -1;   /* beside the main thread and the one of the case; -1: not counted */
static int threads_before;      /* with one of our own: an emulator has others */

static int count_threads(void)
{
    int count = 0;
    struct dirent *entry;
    DIR *tasks = opendir("/proc/self/task");
    if (!tasks)
        broken("/proc/self/task");
    while ((entry = readdir(tasks)))
        count += entry->d_name[0] != '.';
    closedir(tasks);
    return count;
}

/* Returns once there is no more than one more thread than before, or after a second; how many there are beyond. */
static int count_threads_left(void)
{
    int count = 0;
    for (int i = 0; i < 100; ++i) {
        count = count_threads() - threads_before - 1;
        if (count <= 0)
            return 0;
        usleep(10000);
    }
    return count;
}

/* The only wait in pthread_create is where it takes back a thread that could not have what was asked for. */
static void *creates(void *unused)
{
    pthread_attr_t attributes;
    pthread_t thread;
    cpu_set_t none;
    CPU_ZERO(&none);
    pthread_attr_init(&attributes);
    pthread_attr_setaffinity_np(&attributes, sizeof none, &none);
    pthread_cancel(pthread_self());
    error = pthread_create(&thread, &attributes, runs, NULL);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    for (int i = 0; i < 20 && pthread_create(&thread, NULL, nothing, NULL) == 0; ++i)
        finished += pthread_join(thread, NULL) == 0;
    threads_left = count_threads_left();
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    pthread_testcancel();
    return unused;
}

/* Threads that do start are no point either. */
static void *creates_plainly(void *unused)
{
    pthread_t threads[20];
    pthread_cancel(pthread_self());
    for (size_t i = 0; i < COUNT(threads); ++i)
        error = pthread_create(&threads[i], NULL, nothing, NULL);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    for (size_t i = 0; i < COUNT(threads); ++i)
        finished += pthread_join(threads[i], NULL) == 0;
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    pthread_testcancel();
    return unused;
}

/* --- joining --- */

static void *tells_its_id(void *result)
{
    atomic_store(&ended_id, (int)syscall(SYS_gettid));
    return result;
}

static void make_ended(void)
{
    if (pthread_create(&ended, NULL, tells_its_id, (void *)7) != 0)
        broken("pthread_create");
    wait_for(&ended_id);
    while (syscall(SYS_tgkill, getpid(), atomic_load(&ended_id), 0) == 0)
        sched_yield();
}

static struct timespec in_a_while(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    time.tv_sec += 1000;
    return time;
}

static void *joins(void *unused)
{
    pthread_cancel(pthread_self());
    error = pthread_join(ended, NULL);
    return unused;
}

static void *joins_timed(void *unused)
{
    const struct timespec time = in_a_while(CLOCK_REALTIME);
    pthread_cancel(pthread_self());
    error = pthread_timedjoin_np(ended, NULL, &time);
    return unused;
}

static void *joins_by_clock(void *unused)
{
    const struct timespec time = in_a_while(CLOCK_MONOTONIC);
    pthread_cancel(pthread_self());
    error = pthread_clockjoin_np(ended, NULL, CLOCK_MONOTONIC, &time);
    return unused;
}

static void *joins_thrd(void *unused)
{
    pthread_cancel(pthread_self());
    error = thrd_join(ended, NULL);
    return unused;
}

/* pthread_tryjoin_np is not said to be a point; it must go on working with a request pending. */
static void *tries_to_join(void *unused)
{
    void *result = NULL;
    pthread_cancel(pthread_self());
    error = pthread_tryjoin_np(ended, &result);
    finished = result == (void *)7;
    pthread_testcancel();
    return unused;
}

/* --- unwinding --- */

static void look(void *unused)
{
    (void)unused;
    ++cleanups;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type);
    ++finished;
}

static void *exits(void *unused)
{
    pthread_cleanup_push(look, unused);
    pthread_exit((void *)9);
    pthread_cleanup_pop(0);
}

static void *exits_asynchronous(void *unused)
{
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    return exits(unused);
}

/* Points in a cleanup handler that is told to stop in the middle: it does not. */
static void lingers(void *unused)
{
    char byte;
    (void)unused;
    ++cleanups;
    wait_for(&stage.cancelled);
    if (read(ends[0], &byte, 1) != 1)
        return;
    pthread_testcancel();
    sleep(0);
    for (int i = 0; i < 1000; ++i)
        sched_yield();
    ++finished;
}

static void *exits_and_lingers(void *unused)
{
    pthread_cleanup_push(lingers, unused);
    pthread_exit((void *)9);
    pthread_cleanup_pop(0);
}

/* Blocked in a point in the cleanup handler: the wait ends by what it waits for. */
static void polls(void *unused)
{
    struct pollfd wanted = {silent[0], POLLIN, 0};
    (void)unused;
    atomic_store(&stage.tid, (int)syscall(SYS_gettid));
    ++cleanups;
    finished += poll(&wanted, 1, -1) == 1;
    atomic_store(&stage.returned, 1);
}

static void *exits_and_polls(void *unused)
{
    pthread_cleanup_push(polls, unused);
    pthread_exit((void *)9);
    pthread_cleanup_pop(0);
}

static void *is_cancelled_and_polls(void *unused)
{
    pthread_cleanup_push(polls, unused);
    pthread_cancel(pthread_self());
    pthread_testcancel();
    pthread_cleanup_pop(0);
    return unused;
}

static void *asynchronous_exits_and_lingers(void *unused)
{
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    return exits_and_lingers(unused);
}

static void *is_cancelled_and_lingers(void *unused)
{
    pthread_cleanup_push(lingers, unused);
    pthread_cancel(pthread_self());
    pthread_testcancel();
    pthread_cleanup_pop(0);
    return unused;
}

static const struct {
    const char *name;
    void *(*body)(void *);
    int joins, lingers, polls;
} cases[] = {
    {"create_fails", creates, 0, 0, 0},
    {"create", creates_plainly, 0, 0, 0},
    {"join", joins, 1, 0, 0},
    {"timedjoin", joins_timed, 1, 0, 0},
    {"clockjoin", joins_by_clock, 1, 0, 0},
    {"thrd_join", joins_thrd, 1, 0, 0},
    {"tryjoin", tries_to_join, 1, 0, 0},
    {"exit", exits, 0, 0, 0},
    {"exit_asynchronous", exits_asynchronous, 0, 0, 0},
    {"exit_lingers", exits_and_lingers, 0, 1, 0},
    {"exit_lingers_asynchronous", asynchronous_exits_and_lingers, 0, 1, 0},
    {"cancelled_lingers", is_cancelled_and_lingers, 0, 1, 0},
    {"exit_polls", exits_and_polls, 0, 1, 1},
    {"cancelled_polls", is_cancelled_and_polls, 0, 1, 1},
};

static int play_case(size_t i)
{
    pthread_t thread;
    void *result = NULL, *joined = NULL;
    threads_before = count_threads();
    if (pipe(silent) != 0 || pipe(ends) != 0 || write(ends[1], "1", 1) != 1)
        broken("pipe");
    if (cases[i].joins)
        make_ended();
    if (pthread_create(&thread, NULL, cases[i].body, NULL) != 0)
        broken("pthread_create");
    if (cases[i].lingers) {
        wait_for(&cleanups);
        if (cases[i].polls)
            wait_until_blocked(NR_poll);
        for (int k = 0; k < 3; ++k)
            if (pthread_cancel(thread) != 0)
                broken("pthread_cancel");
        atomic_store(&stage.cancelled, 1);
        if (cases[i].polls && wait_until_blocked(NR_poll) && write(silent[1], "1", 1) != 1)
            broken("write");
    }
    pthread_join(thread, &result);
    if (cases[i].joins && error != 0)
        pthread_join(ended, &joined);
    printf("facts acted=%d result=%ld error=%d finished=%d cleanups=%d state=%d type=%d joined=%ld "
           "threads_left=%d\n",
           result == PTHREAD_CANCELED, (long)result, error, finished, cleanups, state, type, (long)joined, threads_left);
    return 0;
}

int play_conformance(const char *name)
{
    for (size_t i = 0; i < COUNT(cases); ++i)
        if (strcmp(name, cases[i].name) == 0)
            return play_case(i);
    return play_alone(name);
}
