/* SPDX-License-Identifier: MIT */
/*
 * User handlers on top of a point, and requests that something which is no
 * point must not notice.  Situations in the sense of tests/points, played with
 * the same stage and told in the same words.
 *
 * In every way but `blocked_in` the handler is no cancellation point: it has
 * to come to its end (D2), and then the request is acted upon at the
 * point underneath, or at the next one (D3).
 */
#include "user_handlers.h"
#include "../support/emulated.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static void handle(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    if (sigaction(number, &action, NULL) != 0)
        broken("sigaction");
}

static void begin(void *(*body)(void *))
{
    start_thread(body);
    atomic_store(&stage.go, 1);
    stage.blocked = wait_until_blocked(stage.run->scenario->number);
}

static void cancel_in_handler(void)
{
    pthread_kill(stage.run->thread, SIGUSR1);
    wait_for(&stage.in_handler);
    cancel_thread();
    atomic_store(&stage.cancelled, 1);
    atomic_store(&stage.leave_handler, 1);
}

static void on_top(int flags)
{
    handle(SIGUSR1, lingers, flags);
    begin(calls_once);
    cancel_in_handler();
}

static void way_restart(void) { on_top(SA_RESTART); }

/* The handler guards its work with the state disabled: the request comes meanwhile. */
static void way_shields(void)
{
    handle(SIGUSR1, shields, SA_RESTART);
    begin(calls_once);
    cancel_in_handler();
}

static void way_plain(void) { on_top(0); }
static void way_altstack(void) { on_top(SA_RESTART | SA_ONSTACK); }

static void way_nested(void)
{
    handle(SIGUSR1, first_of_three, SA_RESTART);
    handle(SIGUSR2, first_of_three, SA_RESTART);
    handle(SIGHUP, lingers, SA_RESTART);
    begin(calls_once);
    cancel_in_handler();
}

static void way_computes(void)
{
    work_time = is_emulated() ? 400 : 20;
    handle(SIGUSR1, computes, SA_RESTART);
    begin(calls_once);
    cancel_in_handler();
}

static void make_silent_pipe(void)
{
    if (pipe(silent_pipe) != 0)
        broken("pipe");
}

static void prepare_leap(void)
{
    unwatched = 1;
    make_silent_pipe();
    handle(SIGUSR1, leaps, SA_RESTART);
    begin(leaps_out);
}

static void way_leaps(void)
{
    prepare_leap();
    cancel_in_handler();
}

/* As `leaps`, but the request comes when the jump is over and the next point blocks. */
static void way_leapt(void)
{
    prepare_leap();
    atomic_store(&stage.leave_handler, 1);
    pthread_kill(stage.run->thread, SIGUSR1);
    while (!atomic_load(&seen.left))
        sched_yield();
    stage.still = wait_until_blocked(SYS_read);
    cancel_thread();
}

static void way_blocked_in(void)
{
    make_silent_pipe();
    handle(SIGUSR1, blocks_in_read, SA_RESTART);
    begin(calls_once);
    pthread_kill(stage.run->thread, SIGUSR1);
    wait_for(&stage.in_handler);
    stage.still = wait_until_blocked(SYS_read);
    cancel_thread();
    atomic_store(&stage.cancelled, 1);
}

/* Enabled and deferred, in something that is no point: still there after the request, and done when it may be. */
static void way_stray(void)
{
    begin(calls_once);
    cancel_thread();
    stage.still = wait_until_blocked(stage.run->scenario->number);
    enable_point();
    atomic_store(&stage.cancelled, 1);
}

static void *nothing(void *unused) { return unused; }

/* The first pthread_cancel of a process loads the unwinder: too slow for a race. */
static void cancel_somebody_first(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, nothing, NULL) != 0)
        broken("pthread_create");
    pthread_cancel(thread); /* up to glibc 2.33 it tells when the thread has ended */
    pthread_join(thread, NULL);
}

/* The thread wakes up, has its result, and the request comes at once. */
static void wake(int held_back)
{
    cancel_somebody_first();
    begin(calls_once);
    if (held_back)
        hold_thread_back();
    enable_point();
    cancel_thread();
    atomic_store(&stage.cancelled, 1);
}

static void way_woken(void) { wake(0); }

/* Before the thread runs again. */
static void way_held_back(void) { wake(1); }

static const struct {
    const char *name;
    void (*direct)(void);
} ways[] = {
    {"restart", way_restart},   {"shields", way_shields}, {"plain", way_plain}, {"altstack", way_altstack},     {"nested", way_nested},
    {"computes", way_computes}, {"leaps", way_leaps}, {"leapt", way_leapt},           {"blocked_in", way_blocked_in},
    {"stray", way_stray},       {"woken", way_woken}, {"held_back", way_held_back},
};

static int as_expected(void)
{
    return stage.value == stage.run->scenario->expect && stage.error == SENTINEL;
}

static void tell(int acted)
{
    printf("facts acted=%d acted_count=%d returned=%d right=%d value=%ld errno=%d blocked=%d still=%d in_handler=%d "
           "left_handler=%d deepest=%d on_other_stack=%d work_free=%d\n",
           acted, seen.acted, stage.returned, stage.returned && as_expected(), stage.value, stage.error,
           stage.blocked, stage.still, stage.in_handler, seen.left, seen.deepest, seen.on_other_stack,
           pthread_mutex_trylock(&seen.work) == 0);
}

int play_way(struct run *run, const char *name)
{
    void *result;
    for (size_t i = 0; i < COUNT(ways); ++i) {
        if (strcmp(name, ways[i].name) != 0)
            continue;
        stage.run = run;
        stage.call = run->scenario->call;
        ways[i].direct();
        if (pthread_join(run->thread, &result) != 0)
            broken("pthread_join");
        if (silent_pipe[1] > 0) {
            close(silent_pipe[0]);
            close(silent_pipe[1]);
        }
        if (!(run->scenario->flags & SC_LATE))
            enable_point();
        if (run->scenario->effect)
            run->scenario->effect(run);
        tell(result == PTHREAD_CANCELED);
        return 0;
    }
    return 2;
}
