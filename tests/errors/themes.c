/* SPDX-License-Identifier: MIT */
/*
 *   error_themes NAME [MS]    one of the themes below, with a deadline of MS milliseconds
 *
 * What tests/errors' situations cannot say of a row: exit status 0, 77 with a line
 * "skip REASON", or 1 with the line of the expectation that fails.
 */
#include "themes.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "probe.h"

static pthread_t start(void *(*body)(void *), void *argument)
{
    pthread_t thread;
    EXPECT(pthread_create(&thread, NULL, body, argument) == 0);
    return thread;
}

static void *result_of(pthread_t thread)
{
    void *result;
    EXPECT(pthread_join(thread, &result) == 0);
    return result;
}

static void sleep_for(long milliseconds) { usleep((useconds_t)milliseconds * 1000); }
static void interrupt_self(void) { EXPECT(safecancel_interrupt(pthread_self()) == 0); }

static int state_now(void)
{
    int state, ignored;
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state) == 0);
    EXPECT(pthread_setcancelstate(state, &ignored) == 0);
    return state;
}

/* --- the state --- */

static void *fails_in_every_state(void *unused)
{
    static const int states[] = {PTHREAD_CANCEL_ENABLE, PTHREAD_CANCEL_DISABLE, SAFECANCEL_CANCEL_MASKED};
    for (size_t i = 0; i < sizeof states / sizeof *states; ++i) {
        EXPECT(pthread_setcancelstate(states[i], NULL) == 0);
        interrupt_self();
        pthread_testcancel();
        EXPECT(failing_points() == 1);
        EXPECT(state_now() == states[i]); /* masked only a pthread_cancel resets */
    }
    return unused;
}

static void every_state(void) { EXPECT(result_of(start(fails_in_every_state, NULL)) == NULL); }

/* An interrupt and a pthread_cancel while masked are two requests. */
static void *fails_twice_masked(void *unused)
{
    int old;
    EXPECT(pthread_setcancelstate(SAFECANCEL_CANCEL_MASKED, &old) == 0 && old == PTHREAD_CANCEL_ENABLE);
    EXPECT(pthread_cancel(pthread_self()) == 0);
    pthread_testcancel();
    EXPECT(safecancel_pending() == 1);
    EXPECT(safecancel_clear() == 0); /* not what pthread_cancel asked for */
    interrupt_self();
    EXPECT(failing_points() == 2);
    EXPECT(safecancel_pending() == 0);
    EXPECT(pthread_setcancelstate(SAFECANCEL_CANCEL_MASKED, &old) == 0 && old == PTHREAD_CANCEL_DISABLE);
    EXPECT(failing_points() == 1); /* it is still there */
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old) == 0 && old == PTHREAD_CANCEL_DISABLE);
    pthread_testcancel();
    return unused;
}

static void masked_twice(void) { EXPECT(result_of(start(fails_twice_masked, NULL)) == PTHREAD_CANCELED); }

/* A pthread_cancel that is due hides the request; when it is due no more, the request is there again. */
static void *hides(void *unused)
{
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL) == 0);
    interrupt_self();
    EXPECT(pthread_cancel(pthread_self()) == 0);
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL) == 0);
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL) == 0);
    EXPECT(safecancel_pending() == 1);
    EXPECT(failing_points() == 1);
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL) == 0);
    pthread_testcancel();
    return unused;
}

/* The same, but it was due at once. */
static void *hides_at_once(void *unused)
{
    interrupt_self();
    EXPECT(pthread_cancel(pthread_self()) == 0);
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL) == 0);
    EXPECT(failing_points() == 1);
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL) == 0);
    pthread_testcancel();
    return unused;
}

static void hidden_and_back(void)
{
    EXPECT(result_of(start(hides, NULL)) == PTHREAD_CANCELED);
    EXPECT(result_of(start(hides_at_once, NULL)) == PTHREAD_CANCELED);
}

/* --- handlers --- */

static volatile int failing_in_handler;

static void probing(int number)
{
    (void)number;
    failing_in_handler = failing_points();
}

static void handler_takes_it(void)
{
    EXPECT(signal(SIGUSR1, probing) != SIG_ERR);
    interrupt_self();
    EXPECT(raise(SIGUSR1) == 0);
    EXPECT(failing_in_handler == 1);
    EXPECT(failing_points() == 0);
}

static int ends[2];
static atomic_int reader_id;

static void *reads_end(void *unused)
{
    char byte;
    atomic_store(&reader_id, (int)syscall(SYS_gettid));
    errno = 0;
    EXPECT(read(ends[0], &byte, 1) == -1 && errno == ECANCELED);
    EXPECT(failing_points() == 0);
    return unused;
}

static int handler_closed, handler_failing;

/* Its own points see the request that is theirs, and close none at all. */
static void breaks_and_closes(int number, siginfo_t *info, void *context)
{
    const int copy = dup(ends[1]);
    (void)number, (void)info;
    EXPECT(safecancel_break_from_handler(context) == 0);
    EXPECT(safecancel_pending() == 0);
    interrupt_self();
    handler_closed = close(copy) == 0 && fcntl(copy, F_GETFD) < 0;
    handler_failing = failing_points();
}

static void broken_underneath(void)
{
    const struct sigaction action = {.sa_sigaction = breaks_and_closes, .sa_flags = SA_SIGINFO | SA_RESTART};
    EXPECT(safecancel_available() > 0);
    EXPECT(sigaction(SIGUSR1, &action, NULL) == 0 && pipe(ends) == 0);
    const pthread_t thread = start(reads_end, NULL);
    wait_until_asleep(&reader_id);
    EXPECT(pthread_kill(thread, SIGUSR1) == 0);
    EXPECT(result_of(thread) == NULL);
    EXPECT(handler_closed == 1);
    EXPECT(handler_failing == 1);
}

/* --- deadlines --- */

static struct safecancel_deadline *begin(struct safecancel_deadline *scope, long milliseconds)
{
    const struct timespec when = after(milliseconds);
    EXPECT(safecancel_deadline_begin(scope, &when) == 0);
    return scope;
}

static void end(struct safecancel_deadline *scope) { EXPECT(safecancel_deadline_end(scope) == 0); }

static void deadline_nests(void)
{
    struct safecancel_deadline outer, inner, innermost;
    begin(&outer, 100000);
    begin(&inner, -1);
    begin(&innermost, 100000); /* the earliest wins */
    EXPECT(failing_points() == PROBE_LIMIT);
    EXPECT(safecancel_deadline_end(&outer) == EINVAL);
    end(&innermost);
    EXPECT(failing_points() == PROBE_LIMIT);
    end(&inner);
    EXPECT(failing_points() == 0 && safecancel_pending() == 0);
    end(&outer);
    EXPECT(safecancel_deadline_end(&outer) == EINVAL);
}

static void deadline_passed(void)
{
    struct safecancel_deadline scope;
    const struct timespec zero = {0, 0}, negative = {-5, 0};
    begin(&scope, -1000);
    EXPECT(safecancel_pending() == 1);
    EXPECT(safecancel_clear() == 0); /* a deadline stays */
    EXPECT(failing_points() == PROBE_LIMIT);
    end(&scope);
    EXPECT(safecancel_deadline_begin(&scope, &zero) == 0);
    EXPECT(failing_points() == PROBE_LIMIT);
    end(&scope);
    EXPECT(safecancel_deadline_begin(&scope, &negative) == 0);
    EXPECT(failing_points() == PROBE_LIMIT);
    end(&scope);
    EXPECT(failing_points() == 0);
}

static void deadline_ends_before(void)
{
    struct safecancel_deadline scope;
    begin(&scope, 50);
    end(&scope);
    sleep_for(150);
    EXPECT(safecancel_pending() == 0);
    EXPECT(failing_points() == 0);
    EXPECT(sleep(0) == 0 && usleep(50000) == 0);
}

/* And an interrupt in a scope that has not passed is one failure. */
static void deadline_and_interrupt(void)
{
    struct safecancel_deadline scope;
    begin(&scope, 100000);
    interrupt_self();
    EXPECT(failing_points() == 1);
    end(&scope);
    begin(&scope, -1);
    interrupt_self();
    EXPECT(failing_points() == PROBE_LIMIT);
    end(&scope);
    EXPECT(failing_points() == 0); /* taken by the first of them */
}

static struct safecancel_deadline left_scope;

static void *leaves_scope(void *how)
{
    begin(&left_scope, 30);
    interrupt_self();
    if (how)
        pthread_exit(how);
    return how;
}

static void *probes(void *unused)
{
    (void)unused;
    sleep_for(60);
    return (void *)(intptr_t)failing_points();
}

/* The next threads get its stack, its struct pthread and in the end its id. */
static void exits_in_scope(void)
{
    for (intptr_t i = 0; i < 4; ++i) {
        EXPECT(result_of(start(leaves_scope, (void *)(i % 2))) == (void *)(i % 2));
        EXPECT(result_of(start(probes, NULL)) == NULL);
    }
    EXPECT(failing_points() == 0);
}

/* --- pending and clear --- */

static void pending_and_clear(void)
{
    EXPECT(safecancel_pending() == 0 && safecancel_clear() == 0);
    interrupt_self();
    interrupt_self();
    EXPECT(safecancel_pending() == 1 && safecancel_pending() == 1);
    EXPECT(safecancel_clear() == 1);
    EXPECT(safecancel_pending() == 0 && safecancel_clear() == 0);
    EXPECT(failing_points() == 0);
    interrupt_self();
    EXPECT(failing_points() == 1 && safecancel_pending() == 0);
}

static void close_keeps_it(void)
{
    EXPECT(pipe(ends) == 0);
    interrupt_self();
    EXPECT(close(ends[0]) == 0 && close(ends[1]) == 0);
    errno = 0;
    EXPECT(close(ends[0]) == -1 && errno == EBADF);
    EXPECT(safecancel_pending() == 1);
    EXPECT(failing_points() == 1);
}

/* While a request waits to be taken, the object looks again and again where the thread is. */
static void numbers_are_the_programs(void)
{
    const int lowest = dup(0);
    const struct timespec until = after(200);
    struct timespec now;
    EXPECT(lowest >= 0 && close(lowest) == 0);
    interrupt_self();
    do {
        EXPECT(dup(0) == lowest && close(lowest) == 0);
        now = after(0);
    } while (now.tv_sec < until.tv_sec || (now.tv_sec == until.tv_sec && now.tv_nsec < until.tv_nsec));
    EXPECT(failing_points() == 1);
}

/* --- children --- */

static int status_of(pid_t child)
{
    int status;
    EXPECT(child > 0);
    EXPECT(waitpid(child, &status, 0) == child);
    return status;
}

static void fork_has_nothing(void)
{
    struct safecancel_deadline scope;
    begin(&scope, 20);
    interrupt_self();
    const pid_t child = fork();
    if (child == 0) {
        EXPECT(safecancel_pending() == 0);
        sleep_for(50);
        EXPECT(failing_points() == 0);
        EXPECT(safecancel_interrupt(pthread_self()) == 0);
        EXPECT(sleep(10) > 0 && errno == ECANCELED);
        EXPECT(failing_points() == 0);
        _exit(0);
    }
    EXPECT(failing_points() >= 1);
    end(&scope);
    EXPECT(status_of(child) == 0);
    EXPECT(failing_points() == 0);
}

static volatile int child_failing = -1;
static volatile int child_shares;

static __attribute__((noinline)) pid_t vfork_probing(void)
{
    const pid_t child = vfork();
    if (child == 0) {
        child_shares = 1;
        child_failing = failing_points();
        _exit(0);
    }
    return child;
}

/* It shares its parent's memory and word, but it is another thread. */
static void vfork_takes_nothing(void)
{
    interrupt_self();
    const pid_t child = vfork_probing();
    if (!child_shares)
        skip("a vfork child has memory of its own here");
    EXPECT(child_failing == 0);
    EXPECT(failing_points() == 1);
    EXPECT(status_of(child) == 0);
}

/* --- the functions' own errors --- */

static atomic_int exiting_id;

static void *nothing(void *unused)
{
    atomic_store(&exiting_id, (int)syscall(SYS_gettid));
    return unused;
}

static void refusals(void)
{
    struct safecancel_deadline scope, other;
    struct timespec when = after(100000);
    EXPECT(safecancel_deadline_begin(NULL, &when) == EINVAL);
    EXPECT(safecancel_deadline_begin(&scope, NULL) == EINVAL);
    when.tv_nsec = 1000000000;
    EXPECT(safecancel_deadline_begin(&scope, &when) == EINVAL);
    when.tv_nsec = -1;
    EXPECT(safecancel_deadline_begin(&scope, &when) == EINVAL);
    EXPECT(safecancel_deadline_end(NULL) == EINVAL && safecancel_deadline_end(&other) == EINVAL);
    EXPECT(safecancel_break_from_handler(NULL) == EINVAL);
    EXPECT(pthread_setcancelstate(3, NULL) == EINVAL && pthread_setcancelstate(-1, NULL) == EINVAL);
    EXPECT(failing_points() == 0);
}

static void exited_thread(void)
{
    const pthread_t thread = start(nothing, NULL);
    wait_until_gone(&exiting_id);
    EXPECT(safecancel_interrupt(thread) == ESRCH);
    EXPECT(result_of(thread) == NULL);
    EXPECT(failing_points() == 0);
}

/* SAFECANCEL=off, or no object at all. */
static void off(void)
{
    struct safecancel_deadline scope;
    const struct timespec when = after(0);
    EXPECT(safecancel_available() == 0);
    EXPECT(safecancel_interrupt(pthread_self()) == ENOTSUP);
    EXPECT(safecancel_break_from_handler(&scope) == ENOTSUP);
    EXPECT(safecancel_pending() == ENOTSUP && safecancel_clear() == ENOTSUP);
    EXPECT(safecancel_deadline_begin(&scope, &when) == ENOTSUP);
    EXPECT(safecancel_deadline_end(&scope) == ENOTSUP);
    EXPECT(pthread_setcancelstate(SAFECANCEL_CANCEL_MASKED, NULL) == EINVAL);
    EXPECT(failing_points() == 0);
}

/* --- the end of the process --- */

static void *outlives_main(void *unused)
{
    sleep_for(100);
    return unused;
}

static void main_exits(void)
{
    interrupt_self();
    EXPECT(failing_points() == 1);
    EXPECT(pthread_detach(start(outlives_main, NULL)) == 0);
    pthread_exit(NULL);
}

static const struct {
    const char *name;
    void (*play)(void);
} themes[] = {
    {"every_state", every_state},
    {"masked_twice", masked_twice},
    {"hidden_and_back", hidden_and_back},
    {"handler_takes_it", handler_takes_it},
    {"broken_underneath", broken_underneath},
    {"deadline_nests", deadline_nests},
    {"deadline_passed", deadline_passed},
    {"deadline_ends_before", deadline_ends_before},
    {"deadline_and_interrupt", deadline_and_interrupt},
    {"exits_in_scope", exits_in_scope},
    {"pending_and_clear", pending_and_clear},
    {"close_keeps_it", close_keeps_it},
    {"numbers_are_the_programs", numbers_are_the_programs},
    {"fork_has_nothing", fork_has_nothing},
    {"vfork_takes_nothing", vfork_takes_nothing},
    {"refusals", refusals},
    {"exited_thread", exited_thread},
    {"off", off},
    {"main_exits", main_exits},
    {"thousand_deadlines", thousand_deadlines},
    {"stress", stress},
};

int main(int argc, char **argv)
{
    const struct itimerval timer = {.it_value = {.tv_sec = argc > 2 ? atol(argv[2]) / 1000 : 20}};
    setvbuf(stdout, NULL, _IOLBF, 0);
    setitimer(ITIMER_REAL, &timer, NULL);
    for (size_t i = 0; argc > 1 && i < sizeof themes / sizeof *themes; ++i)
        if (strcmp(argv[1], themes[i].name) == 0) {
            themes[i].play();
            return 0;
        }
    fprintf(stderr, "no theme %s\n", argc > 1 ? argv[1] : "");
    return 2;
}
