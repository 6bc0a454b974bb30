/* SPDX-License-Identifier: MIT */
/*
 * A request that comes while a user handler runs on top of a blocked point.
 * D2: the handler does not come to its end.  D3: it does, the call is made
 * again, and the request is forgotten: the thread sleeps on.  Met: the handler
 * was running when the request was made.
 */
#include "probe.h"

static int handler_entered, handler_may_end, handler_ended;

/* No point in here.  What is pending when it may end is delivered after the last system call. */
static void handler(int number)
{
    (void)number;
    const int saved_errno = errno;
    flag_set(&handler_entered, 1);
    while (!flag_get(&handler_may_end))
        sched_yield();
    syscall(SYS_getppid);
    flag_set(&handler_ended, 1);
    errno = saved_errno;
}

static void install(int flags)
{
    struct sigaction action = {0};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(SIGUSR1, &action, NULL);
}

static int wait_for_handler(void)
{
    for (int i = 0; i < 2000 && !flag_get(&handler_entered); ++i)
        sleep_ms(1);
    return flag_get(&handler_entered);
}

/* A request while the handler runs; returns whether it did. */
static int request_in_handler(const struct blocking_call *call, pthread_t *thread)
{
    flag_set(&handler_entered, 0);
    flag_set(&handler_may_end, 0);
    flag_set(&handler_ended, 0);
    *thread = start_call(call, PTHREAD_CANCEL_ENABLE);
    const int blocked = is_blocked();
    pthread_kill(*thread, SIGUSR1);
    const int entered = wait_for_handler();
    pthread_cancel(*thread);
    flag_set(&handler_may_end, 1);
    return blocked && entered;
}

static void play_handler(const struct blocking_call *call, struct tally *tally)
{
    pthread_t thread;
    const int met = request_in_handler(call, &thread);
    watch(100);
    finish(call, thread);
    ++tally->tried;
    tally->met += met;
    tally->seen += met && !flag_get(&handler_ended);
}

static void play_request(const struct blocking_call *call, struct tally *tally)
{
    pthread_t thread;
    const int met = request_in_handler(call, &thread);
    const enum course course = watch(250);
    const int decided = met && (course == ended || (flag_get(&handler_ended) && course != unclear));
    finish(call, thread);
    ++tally->tried;
    tally->met += decided;
    tally->seen += decided && course == stays_blocked;
}

static const struct blocking_call *const calls[] = {&call_read, &call_sem_wait, &call_fgets};

static void play_all(void (*play)(const struct blocking_call *, struct tally *), int rounds)
{
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; ++i) {
        struct tally tally = {0, 0, 0};
        for (int round = 0; round < rounds; ++round)
            play(calls[i], &tally);
        report_tally(calls[i]->name, &tally);
    }
}

void case_handlers(void)
{
    install(0);
    play_all(play_handler, 5);
}

void case_requests(void)
{
    install(SA_RESTART);
    play_all(play_request, 2);
}
