/* SPDX-License-Identifier: MIT */
/*
 * The situations of a point that fails with ECANCELED, each played by each of the
 * ways to ask for it: a name is WAY.SITUATION, interrupt.blocked.  Built into the
 * programs of tests/points and tests/inside, whose rows they are played with.
 */
#include <signal.h>

#include "error_stage.h"
#include "../support/emulated.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

static const struct scenario *scenario(void) { return stage.run->scenario; }
static int has(unsigned flag) { return (scenario()->flags & flag) != 0; }
static int blocks(void) { return scenario()->enable || has(SC_TIMED); }

/*
 * A point of it can fail so.  Not close; inside libc those that wait, but for a
 * child, which would be left, and for most futexes: libc does not expect that
 * they fail.
 */
static int sees_requests(void)
{
    const int waits_on = scenario()->number == NR_futex && strncmp(stage.run->name, "sem_", 4) != 0;
    if (has(SC_NO_POINT))
        return 0;
    if (has(SC_INSIDE))
        return blocks() && !waits_on && scenario()->number != NR_wait4;
    return !has(SC_GONE);
}

/*
 * The user's handler that breaks the point comes to points itself, which must not
 * take it.  For a semaphore they do: what it waits in can fail only later.
 */
static int handler_may_probe(void) { return sees_requests() && scenario()->number != NR_futex; }

/* A moment that is long enough for whatever would come to have come. */
static void wait_a_moment(void) { usleep(is_emulated() ? 400000 : 60000); }

/* --- the ways --- */

static long deadline_delay;

static void by_interrupt(void)
{
    const int error = safecancel_interrupt(stage.run->thread);
    if (error != 0 && error != ESRCH) /* it has acted upon a pthread_cancel */
        broken("safecancel_interrupt");
}

static void by_cancel(void) { cancel_thread(); }

static void by_signal(void)
{
    pthread_kill(stage.run->thread, SIGUSR1);
    wait_for(&stage.in_handler);
}

static void by_time(void) { usleep((useconds_t)(deadline_delay + (is_emulated() ? 100 : 20)) * 1000); }

enum way { WAY_INTERRUPT, WAY_MASKED, WAY_BREAK, WAY_DEADLINE };

static const struct {
    const char *name;
    void (*request)(void);
} ways[] = {
    [WAY_INTERRUPT] = {"interrupt", by_interrupt},
    [WAY_MASKED] = {"masked", by_cancel},
    [WAY_BREAK] = {"break", by_signal},
    [WAY_DEADLINE] = {"deadline", by_time},
};
static enum way way;

static void request(void) { ways[way].request(); }

static void catch_usr1(void)
{
    struct sigaction action = {.sa_flags = SA_RESTART};
    if (way == WAY_BREAK) {
        action.sa_flags |= SA_SIGINFO;
        action.sa_sigaction = breaking_handler;
    } else {
        action.sa_handler = timed_handler;
    }
    if (sigaction(SIGUSR1, &action, NULL) != 0)
        broken("sigaction");
}

/* `delay`: the deadline's, if that is the way. */
static void start(long delay)
{
    catch_usr1();
    deadline_delay = is_emulated() ? 8 * delay : delay;
    if (way == WAY_MASKED)
        errors.enters = ENTERS_MASKED;
    if (way == WAY_DEADLINE)
        errors.delay = deadline_delay;
    start_thread(attempts);
}

/* --- what the director does with the attempts --- */

static void allow(int attempts)
{
    atomic_store(&errors.allowed, attempts);
    atomic_store(&stage.go, 1);
}

static void wait_for_count(atomic_int *count, int number)
{
    while (atomic_load(count) < number)
        sched_yield();
}

static int wait_for_blocked_attempt(int number)
{
    wait_for_count(&errors.begun, number);
    return wait_until_blocked(scenario()->number);
}

static void succeed(int number)
{
    stage.run->nap = NAP_NONE;
    if (!has(SC_LATE))
        enable_point();
    allow(number);
    if (has(SC_LATE)) {
        wait_for_blocked_attempt(number);
        enable_point();
    }
    wait_for_count(&errors.made, number);
}

/* The last attempt allowed comes to its end; if it fails, the next one does not. */
static void finish_with(int number)
{
    wait_for_count(&errors.made, number);
    if (errors.attempts[number - 1].outcome != RIGHT && !has(SC_ONCE))
        succeed(number + 1);
}

static void finish(void) { finish_with(1); }

/* A wait that the request must leave alone. */
static void see_undisturbed(void)
{
    wait_a_moment();
    stage.still = wait_until_blocked(scenario()->number);
    enable_point();
}

/* --- the situations --- */

/* Points inside libc are given it once they wait; the others must not even make the call. */
static void direct_before(void)
{
    errors.raises = way == WAY_BREAK;
    start(0);
    if (way == WAY_INTERRUPT || way == WAY_MASKED)
        request();
    if (!has(SC_LATE | SC_INSIDE))
        enable_point();
    allow(1);
    if (blocks() && !sees_requests()) {
        stage.blocked = wait_for_blocked_attempt(1);
        see_undisturbed();
    }
    finish();
}

static void direct_blocked(void)
{
    errors.probes_in_handler = handler_may_probe();
    start(40);
    allow(1);
    stage.blocked = wait_for_blocked_attempt(1);
    request();
    if (!sees_requests())
        see_undisturbed();
    finish();
}

/* The tracer holds the thread when the call is complete. */
static void direct_completed(void)
{
    while (mark(MARK_ATTACHED, 0, 0) != 0)
        syscall(SYS_sched_yield);
    stage.run->nap = NAP_NONE;
    start(1000); /* it must not pass before the call, which is traced */
    if (!has(SC_LATE))
        enable_point();
    allow(1);
    if (has(SC_WAITED)) {
        stage.blocked = wait_for_blocked_attempt(1);
        enable_point();
    }
    mark(MARK_CANCEL, 0, 0);
    if (way == WAY_BREAK)
        pthread_kill(stage.run->thread, SIGUSR1); /* it is held: the handler comes later */
    else
        request();
    mark(MARK_CANCELLED, 0, 0);
    finish();
}

static void direct_handler(void)
{
    errors.probes_in_handler = handler_may_probe();
    errors.lingers = 1;
    start(150);
    allow(1);
    stage.blocked = wait_for_blocked_attempt(1);
    by_signal();
    if (way != WAY_BREAK)
        request();
    wait_a_moment();
    stage.still = !atomic_load(&stage.returned);
    atomic_store(&stage.leave_handler, 1);
    finish();
}

/* Two requests before anybody has seen the first are one. */
static void direct_twice(void)
{
    const int waits = blocks();
    errors.raises = way == WAY_BREAK ? 2 : 0;
    start(0);
    if (way == WAY_INTERRUPT) {
        request();
        request();
    }
    allow(1);
    wait_for_count(&errors.made, 1);
    if (waits) {
        allow(2);
        stage.blocked = wait_for_blocked_attempt(2);
    }
    request();
    if (!waits)
        allow(2);
    finish_with(2);
}

/* Both at once, in either order; the thread arrives disabled and enables. */
static void direct_with_cancel(void)
{
    errors.enters = ENTERS_DISABLED;
    errors.enables = 1;
    start(0);
    request();
    cancel_thread();
    if (!has(SC_LATE))
        enable_point();
    allow(1);
}

static void direct_cancel_blocked(void)
{
    start(0);
    allow(1);
    stage.blocked = wait_for_blocked_attempt(1);
    cancel_thread();
    request();
}

static void direct_blocked_cancel(void)
{
    start(0);
    allow(1);
    stage.blocked = wait_for_blocked_attempt(1);
    request();
    cancel_thread();
}

static void direct_disabled_cancel(void)
{
    errors.enters = ENTERS_DISABLED;
    start(40);
    allow(1);
    stage.blocked = wait_for_blocked_attempt(1);
    cancel_thread();
    request();
    if (!sees_requests())
        see_undisturbed();
    finish();
}

static void direct_partial(void)
{
    scenario()->prepare_partial(stage.run);
    stage.enabled = 1;
    stage.call = scenario()->partial;
    start(0);
    allow(1);
    stage.blocked = wait_for_blocked_attempt(1);
    request();
    wait_for_count(&errors.made, 1);
}

static const struct {
    const char *name;
    void (*direct)(void);
} situations[] = {
    {"before", direct_before},
    {"blocked", direct_blocked},
    {"completed", direct_completed},
    {"handler", direct_handler},
    {"twice", direct_twice},
    {"with_cancel", direct_with_cancel},
    {"cancel_blocked", direct_cancel_blocked},
    {"blocked_cancel", direct_blocked_cancel},
    {"disabled_cancel", direct_disabled_cancel},
    {"partial", direct_partial},
};

/* Who looks for what was lost asks whether the caller has a result, and which. */
static void tell_result(void)
{
    int has_result = 0;
    for (int i = 0; i < ATTEMPTS; ++i)
        if (errors.attempts[i].outcome == RIGHT) {
            has_result = 1;
            stage.value = errors.attempts[i].value;
        }
    atomic_store(&stage.returned, has_result);
}

static void tell(int acted, int effect, long moved)
{
    const struct attempt *const made = errors.attempts;
    printf("facts acted=%d sees=%d cleaned=%d first=%d second=%d third=%d value=%ld errno=%d failing=%d "
           "failing_later=%d effect=%d moved=%ld blocked=%d still=%d in_handler=%d left_handler=%d "
           "failing_in_handler=%d failing_in_cleanup=%d state=%d pending=%d given_after=%ld\n",
           acted, sees_requests(), stage.cleaned, made[0].outcome, made[1].outcome, made[2].outcome, made[0].value,
           made[0].error, made[0].failing, made[1].failing + made[2].failing, effect, moved, stage.blocked,
           stage.still, stage.in_handler, stage.left_handler, errors.failing_in_handler, errors.failing_in_cleanup,
           errors.state_at_end, errors.pending_at_end, errors.given_after);
}

static int play_situation(void (*direct)(void))
{
    void *result;
    if (safecancel_available() == 0)
        broken("safecancel_available");
    direct();
    atomic_store(&errors.finish, 1);
    if (pthread_join(stage.run->thread, &result) != 0)
        broken("pthread_join");
    const long moved = stage.call == scenario()->partial && scenario()->moved ? scenario()->moved(stage.run) : -1;
    if (!has(SC_LATE))
        enable_point();
    tell_result();
    const int effect = moved < 0 && scenario()->effect ? scenario()->effect(stage.run) : -1;
    tell(result == PTHREAD_CANCELED, effect, moved);
    return 0;
}

int play_error(struct run *run, const char *name)
{
    const char *const dot = strchr(name, '.');
    stage.run = run;
    stage.call = run->scenario->call;
    for (size_t i = 0; dot && i < COUNT(ways); ++i)
        for (size_t k = 0; k < COUNT(situations); ++k)
            if (strncmp(name, ways[i].name, (size_t)(dot - name)) == 0 && strcmp(dot + 1, situations[k].name) == 0) {
                way = (enum way)i;
                return play_situation(situations[k].direct);
            }
    return 2;
}
