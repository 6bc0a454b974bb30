/* SPDX-License-Identifier: MIT */
/*
 * The situations.  Each is a body for the thread that calls the point
 * (bodies.c) and a director in the main thread.  What happened is told in one line of facts; the
 * driver judges them.  The order of events is forced, never hoped for: the one
 * exception, `raced`, is a race on purpose and any outcome but a loss is right.
 */
#include "stage.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static void on_usr1(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    if (sigaction(SIGUSR1, &action, NULL) != 0)
        broken("sigaction");
}

static int late(void) { return (stage.run->scenario->flags & SC_LATE) != 0; }
static int blocks(void)
{
    return stage.run->scenario->enable || (stage.run->scenario->flags & SC_TIMED);
}

static void let_go(void) { atomic_store(&stage.go, 1); }

static void cancel_and_tell(void)
{
    cancel_thread();
    atomic_store(&stage.cancelled, 1);
}

static void enable_early(void)
{
    if (!late())
        enable_point();
}

static void direct_pending(void)
{
    start_thread(calls_with_pending);
    enable_early();
    cancel_and_tell();
    let_go();
}

static void direct_blocked(void)
{
    start_thread(calls);
    let_go();
    stage.blocked = wait_until_blocked(stage.run->scenario->number);
    cancel_and_tell();
}

/* A request that arrives while it blocks, and one more. */
static void finish_disabled(void)
{
    const long number = stage.run->scenario->number;
    let_go();
    if (blocks()) {
        stage.blocked = wait_until_blocked(number);
        cancel_thread();
        stage.still = wait_until_blocked(number);
        enable_point();
    }
    cancel_and_tell();
}

static void direct_disabled(void)
{
    stage.run->nap = NAP_SHORT;
    start_thread(calls_disabled);
    finish_disabled();
}

static void direct_disabled_pending(void)
{
    stage.run->nap = NAP_SHORT;
    start_thread(calls_disabled);
    cancel_thread();
    finish_disabled();
}

static void *does_nothing(void *unused)
{
    return unused;
}

/* The first pthread_cancel of a process loads the unwinder: too slow for a race. */
static void cancel_somebody_first(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, does_nothing, NULL) != 0)
        broken("thread");
    pthread_cancel(thread); /* it may have exited, which glibc <= 2.33 calls an error */
    if (pthread_join(thread, NULL) != 0)
        broken("thread");
}

static void begin_race(void)
{
    cancel_somebody_first();
    start_thread(calls);
    let_go();
    stage.blocked = wait_until_blocked(stage.run->scenario->number);
}

static void finish_race(void)
{
    enable_point();
    cancel_and_tell();
}

static void direct_raced(void)
{
    begin_race();
    finish_race();
}

/* The call is complete and the request made before the thread runs again. */
static void direct_held_back(void)
{
    begin_race();
    hold_thread_back();
    finish_race();
}

static void direct_error(void)
{
    if (stage.run->scenario->prepare_fail)
        stage.run->scenario->prepare_fail(stage.run);
    stage.enabled = 1;
    stage.call = stage.run->scenario->fail;
    start_thread(calls);
    let_go();
    wait_for(&stage.returned);
    cancel_and_tell();
}

/* Completes without anybody cancelling, for strace to watch. */
static void direct_once(void)
{
    stage.run->nap = NAP_NONE;
    start_thread(calls);
    enable_early();
    let_go();
    if (late()) {
        wait_until_blocked(stage.run->scenario->number);
        enable_point();
    }
    wait_for(&stage.returned);
    cancel_and_tell();
}

static void wait_for_tracer(void)
{
    while (mark(MARK_ATTACHED, 0, 0) != 0)
        syscall(SYS_sched_yield);
}

static void direct_traced(void)
{
    wait_for_tracer();
    stage.run->nap = NAP_NONE;
    on_usr1(passing_handler);
    start_thread(calls);
    enable_early();
    let_go();
    if (stage.run->scenario->flags & SC_WAITED) {
        stage.blocked = wait_until_blocked(stage.run->scenario->number);
        enable_point();
    }
    mark(MARK_CANCEL, 0, 0);
    if (stage.signal)
        pthread_kill(stage.run->thread, SIGUSR1);
    cancel_and_tell();
    mark(MARK_CANCELLED, 0, 0);
}

static void direct_traced_pending(void)
{
    wait_for_tracer();
    direct_pending();
}

static void direct_traced_handler(void)
{
    stage.signal = 1;
    direct_traced();
}

static void direct_handler_pending(void)
{
    on_usr1(calling_handler);
    start_thread(raises);
    enable_early();
    cancel_and_tell();
    let_go();
}

static void direct_handler_blocked(void)
{
    on_usr1(calling_handler);
    if (pipe(silent_pipe) != 0)
        broken("pipe");
    start_thread(reads_silence);
    let_go();
    wait_until_blocked(SYS_read);
    pthread_kill(stage.run->thread, SIGUSR1);
    wait_for(&stage.in_handler);
    stage.blocked = wait_until_blocked(stage.run->scenario->number);
    cancel_and_tell();
}

static void direct_handler_on_top(void)
{
    on_usr1(lingering_handler);
    start_thread(calls);
    let_go();
    stage.blocked = wait_until_blocked(stage.run->scenario->number);
    pthread_kill(stage.run->thread, SIGUSR1);
    wait_for(&stage.in_handler);
    cancel_and_tell();
    atomic_store(&stage.leave_handler, 1);
}

static void direct_partial(void)
{
    stage.run->scenario->prepare_partial(stage.run);
    stage.enabled = 1;
    stage.call = stage.run->scenario->partial;
    start_thread(calls);
    let_go();
    stage.blocked = wait_until_blocked(stage.run->scenario->number);
    cancel_and_tell();
}

static const struct situation {
    const char *name;
    void (*direct)(void);
} situations[] = {
    {"pending", direct_pending},
    {"traced_pending", direct_traced_pending},
    {"blocked", direct_blocked},
    {"disabled", direct_disabled},
    {"disabled_pending", direct_disabled_pending},
    {"raced", direct_raced},
    {"held_back", direct_held_back},
    {"error", direct_error},
    {"once", direct_once},
    {"traced", direct_traced},
    {"traced_handler", direct_traced_handler},
    {"handler_pending", direct_handler_pending},
    {"handler_blocked", direct_handler_blocked},
    {"handler_on_top", direct_handler_on_top},
    {"partial", direct_partial},
};

int result_is_expected(void)
{
    const struct scenario *scenario = stage.run->scenario;
    if (scenario->fail && stage.call == scenario->fail) {
        if (scenario->flags & SC_ERROR_NUMBER)
            return stage.value == scenario->fail_errno;
        return stage.value == -1 && stage.error == scenario->fail_errno;
    }
    if (stage.error != (scenario->flags & SC_EINTR ? EINTR : SENTINEL))
        return 0;
    return scenario->expect == ANY_RESULT ? stage.value >= 0 : stage.value == scenario->expect;
}

static void tell(int acted, int effect, long moved)
{
    printf("facts acted=%d returned=%d right=%d value=%ld errno=%d effect=%d cleaned=%d blocked=%d still=%d "
           "in_handler=%d left_handler=%d moved=%ld\n",
           acted, stage.returned, stage.returned && result_is_expected(), stage.value, stage.error, effect, stage.cleaned,
           stage.blocked, stage.still, stage.in_handler, stage.left_handler, moved);
}

int play(struct run *run, const char *name)
{
    const struct scenario *scenario = run->scenario;
    void *result;
    stage.run = run;
    stage.call = scenario->call;
    if (strcmp(name, "overflow") == 0)
        return (int)scenario->overflow(run) & 0;
    for (size_t i = 0; i < COUNT(situations); ++i) {
        if (strcmp(name, situations[i].name) != 0)
            continue;
        situations[i].direct();
        if (pthread_join(run->thread, &result) != 0)
            broken("pthread_join");
        const long moved = stage.call == scenario->partial && scenario->moved ? scenario->moved(run) : -1;
        enable_early();
        tell(result == PTHREAD_CANCELED, moved < 0 && scenario->effect ? scenario->effect(run) : -1, moved);
        return 0;
    }
    const int status = play_error(run, name);
    if (status == 2)
        fprintf(stderr, "no situation %s\n", name);
    return status;
}
