/* SPDX-License-Identifier: MIT */
/*
 *   error_themes NAME [MS]    one of the themes below, with a deadline of MS milliseconds
 *
 * What tests/errors' situations cannot say of a row: exit status 0, 77 with a line
 * "skip REASON", or 1 with the line of the expectation that fails.
 */
#include "themes.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "probe.h"

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
