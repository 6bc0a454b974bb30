/* SPDX-License-Identifier: MIT */
/*
 * requests CASE: what a cancellation request does, by POSIX, to threads in
 * all kinds of situations.  One function for each case; it prints what it saw,
 * and the driver knows what must stand there, with and without the shim.
 */
#include "target.h"

#include <poll.h>
#include <semaphore.h>

static int fds[2];
static int flag;
static char byte;
static sem_t cleaned;

static void say(void *text)
{
    puts((const char *)text);
}

static void block(void)
{
    announce();
    (void)!read(fds[0], &byte, 1);
}

/* Requests to oneself. */

static void *self_deferred(void *unused)
{
    pthread_cleanup_push(say, "cleanup");
    printf("cancel=%d\n", pthread_cancel(pthread_self()));
    (void)!read(fds[0], &byte, 1);
    puts("not reached");
    pthread_cleanup_pop(0);
    return unused;
}

static void *self_asynchronous(void *unused)
{
    int old;
    pthread_cleanup_push(say, "cleanup");
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old);
    pthread_cancel(pthread_self());
    puts("not reached");
    pthread_cleanup_pop(0);
    return unused;
}

static void single_self_deferred(void) { self_deferred(NULL); }
static void single_self_asynchronous(void) { self_asynchronous(NULL); }
static void thread_self_deferred(void) { puts(join(start(self_deferred, NULL))); }
static void thread_self_asynchronous(void) { puts(join(start(self_asynchronous, NULL))); }

/* Threads that have ended, or that nobody will join. */

static void *end_at_once(void *value)
{
    announce();
    return value;
}

static void exited_unjoined(void)
{
    void *result;
    const pthread_t thread = start(end_at_once, &flag);
    wait_for(&target_tid);
    while (state_of(target_tid) != 0)
        sched_yield();
    printf("cancel=%d\n", pthread_cancel(thread));
    CHECK(pthread_join(thread, &result) == 0);
    puts(result == &flag ? "its own result" : "another result");
}

static void post(void *unused)
{
    (void)unused;
    sem_post(&cleaned);
}

static void *block_and_post(void *unused)
{
    pthread_cleanup_push(post, NULL);
    block();
    pthread_cleanup_pop(0);
    return unused;
}

static void detached(void)
{
    CHECK(sem_init(&cleaned, 0, 0) == 0);
    const pthread_t thread = start(block_and_post, NULL);
    CHECK(pthread_detach(thread) == 0);
    wait_until_blocked();
    printf("cancel=%d\n", pthread_cancel(thread));
    while (sem_wait(&cleaned) != 0) {
    }
    puts("cleaned");
}

/* Requests made by signal handlers. */

static pthread_t victim;

static void cancel_victim(int number)
{
    (void)number;
    pthread_cancel(victim);
}

static void *block_only(void *unused)
{
    block();
    return unused;
}

static void take_signals(void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
}

static void handler_cancels_other(void)
{
    take_signals(cancel_victim, SA_RESTART);
    victim = start(block_only, NULL);
    wait_until_blocked();
    raise(SIGUSR1);
    puts(join(victim));
}

/* The blocked thread's own handler cancels it; with SA_RESTART the call would go on. */
static void handler_cancels_own(int flags)
{
    take_signals(cancel_victim, flags);
    victim = start(block_only, NULL);
    wait_until_blocked();
    pthread_kill(victim, SIGUSR1);
    puts(join(victim));
}

static void handler_cancels_own_restart(void) { handler_cancels_own(SA_RESTART); }
static void handler_cancels_own_eintr(void) { handler_cancels_own(0); }

/* Requests to a thread that is already at its end. */

static void long_cleanup(void *unused)
{
    (void)unused;
    char text[8] = "";
    flag_set(&flag, 1);
    while (flag_get(&flag) != 2)
        poll(NULL, 0, 1);
    printf("read=%zd\n", read(fds[0], text, sizeof text));
    puts("cleanup complete");
}

static void *block_long_cleanup(void *exits)
{
    pthread_cleanup_push(long_cleanup, NULL);
    if (exits)
        pthread_exit(&flag);
    block();
    pthread_cleanup_pop(0);
    return NULL;
}

static void request_in_cleanup(void *exits)
{
    void *result;
    const pthread_t thread = start(block_long_cleanup, exits);
    if (!exits) {
        wait_until_blocked();
        CHECK(pthread_cancel(thread) == 0);
    }
    wait_for(&flag);
    for (int i = 0; i < 10; ++i)
        CHECK(pthread_cancel(thread) == 0);
    CHECK(write(fds[1], "1234", 4) == 4);
    flag_set(&flag, 2);
    CHECK(pthread_join(thread, &result) == 0);
    puts(result == PTHREAD_CANCELED ? "canceled" : result == &flag ? "its own result" : "another result");
}

static void in_cleanup(void) { request_in_cleanup(NULL); }
static void in_exit(void) { request_in_cleanup(&flag); }

static void twice(void)
{
    const pthread_t thread = start(block_only, NULL);
    wait_until_blocked();
    printf("cancel=%d\n", pthread_cancel(thread));
    printf("cancel=%d\n", pthread_cancel(thread));
    puts(join(thread));
}

/* Signal 32 without a request: what pthread_create up to 2.33 ends a thread by that it takes back. */
static void raw_signal(void)
{
    pthread_t thread = start(block_only, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0); /* from here on the signal has its handler */
    join(thread);
    thread = start(block_only, NULL);
    wait_until_blocked();
    CHECK(syscall(SYS_tgkill, getpid(), target_tid, 32) == 0);
    for (int i = 0; i < 50 && state_of(target_tid) != 0; ++i)
        usleep(10000);
    CHECK(write(fds[1], "1", 1) == 1);
    puts(join(thread));
}

static const struct named_case cases[] = {
    {"single_self_deferred", single_self_deferred},
    {"single_self_asynchronous", single_self_asynchronous},
    {"thread_self_deferred", thread_self_deferred},
    {"thread_self_asynchronous", thread_self_asynchronous},
    {"exited_unjoined", exited_unjoined},
    {"detached", detached},
    {"handler_cancels_other", handler_cancels_other},
    {"handler_cancels_own_restart", handler_cancels_own_restart},
    {"handler_cancels_own_eintr", handler_cancels_own_eintr},
    {"in_cleanup", in_cleanup},
    {"in_exit", in_exit},
    {"twice", twice},
    {"raw_signal", raw_signal},
};

int main(int argc, char **argv)
{
    CHECK(pipe(fds) == 0);
    return run_named_case(cases, sizeof cases / sizeof cases[0], argc, argv);
}
