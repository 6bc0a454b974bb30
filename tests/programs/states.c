/* SPDX-License-Identifier: MIT */
/*
 * states CASE: sequences of pthread_setcancelstate() and pthread_setcanceltype().
 * One function for each case; it prints what it saw, and the driver knows what
 * must stand there, with and without the shim.
 */
#include "target.h"

#include <errno.h>
#include <poll.h>

static int fds[2];
static int flag;
static char byte;

static void say(void *text)
{
    puts((const char *)text);
}

/* While the request is pending nothing is printed: printing is a cancellation point. */
static int returned[6];

static void say_returned(void *unused)
{
    (void)unused;
    for (int i = 0; i < 6; ++i)
        printf("%d%c", returned[i], i < 5 ? ' ' : '\n');
}

static void *change_state(void *unused)
{
    int old[2] = {-1, -1};
    struct pollfd pipe_end = {fds[0], POLLIN, 0};
    pthread_cleanup_push(say_returned, NULL);
    returned[0] = pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old[0]);
    returned[1] = old[0] == PTHREAD_CANCEL_ENABLE;
    announce();
    returned[2] = poll(&pipe_end, 1, -1);
    pthread_testcancel();
    returned[3] = pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old[1]);
    returned[4] = old[1] == PTHREAD_CANCEL_DISABLE;
    returned[5] = pthread_setcancelstate(17, &old[0]) == EINVAL;
    (void)!read(fds[0], &byte, 1);
    puts("not reached");
    pthread_cleanup_pop(0);
    return unused;
}

/* The request comes while the thread is disabled and blocked: it must go on blocking. */
static void state(void)
{
    const pthread_t thread = start(change_state, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    poll(NULL, 0, 20);
    CHECK(write(fds[1], "xy", 2) == 2);
    puts(join(thread));
    printf("left=%zd\n", read(fds[0], (char[8]){0}, 8));
}

static void *pending_then_asynchronous(void *unused)
{
    int old = -1;
    pthread_cleanup_push(say_returned, NULL);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    pthread_cancel(pthread_self());
    returned[0] = pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old);
    returned[1] = old == PTHREAD_CANCEL_DEFERRED;
    returned[2] = pthread_setcanceltype(17, &old) == EINVAL;
    returned[3] = 1;
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old);
    puts("not reached");
    pthread_cleanup_pop(0);
    return unused;
}

/* What the join gives is not looked at: glibc 2.36 forgets PTHREAD_CANCELED on this way. */
static void enable_asynchronous(void) { join(start(pending_then_asynchronous, NULL)); }

static void *compute(void *unused)
{
    pthread_cleanup_push(say, "cleanup");
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    flag_set(&flag, 1);
    for (;;) {
    }
    pthread_cleanup_pop(0);
    return unused;
}

static void asynchronous(void)
{
    const pthread_t thread = start(compute, NULL);
    wait_for(&flag);
    const int cancelled = pthread_cancel(thread); /* its own output may come before ours */
    const char *const joined = join(thread);
    printf("cancel=%d\n%s\n", cancelled, joined);
}

/* Every point called while disabled goes on; the request is acted upon at the first one after. */
static void *many_points_disabled(void *unused)
{
    pthread_cleanup_push(say, "cleanup");
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    pthread_cancel(pthread_self());
    for (int i = 0; i < 3; ++i) {
        CHECK(write(fds[1], "x", 1) == 1);
        CHECK(read(fds[0], &byte, 1) == 1);
        CHECK(poll(NULL, 0, 1) == 0);
        CHECK(usleep(1) == 0);
    }
    CHECK(write(fds[1], "abc", 3) == 3);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    (void)!read(fds[0], &byte, 1);
    puts("not reached");
    pthread_cleanup_pop(0);
    return unused;
}

static void disabled(void)
{
    char text[8];
    puts(join(start(many_points_disabled, NULL)));
    printf("left=%zd\n", read(fds[0], text, sizeof text));
}

/* Asynchronous for a while, then deferred again: points work, and act, in both. */
static void *asynchronous_for_a_while(void *unused)
{
    int old;
    pthread_cleanup_push(say, "cleanup");
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    CHECK(write(fds[1], "x", 1) == 1);
    CHECK(read(fds[0], &byte, 1) == 1);
    CHECK(usleep(1) == 0);
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &old);
    CHECK(old == PTHREAD_CANCEL_ASYNCHRONOUS);
    announce();
    (void)!read(fds[0], &byte, 1);
    puts("not reached");
    pthread_cleanup_pop(0);
    return unused;
}

static void there_and_back(void)
{
    const pthread_t thread = start(asynchronous_for_a_while, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    puts(join(thread));
}

/* An asynchronous thread that blocks in a point. */
static void *block_asynchronously(void *unused)
{
    pthread_cleanup_push(say, "cleanup");
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    announce();
    (void)!read(fds[0], &byte, 1);
    puts("not reached");
    pthread_cleanup_pop(0);
    return unused;
}

static void asynchronous_blocked(void)
{
    const pthread_t thread = start(block_asynchronously, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    puts(join(thread));
}

/* pthread_exit() gives its own value, though a request is pending. */
static void *exit_while_pending(void *unused)
{
    (void)unused;
    pthread_cleanup_push(say, "cleanup");
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    pthread_cancel(pthread_self());
    pthread_exit(&flag);
    pthread_cleanup_pop(0);
}

static void exit_pending(void)
{
    void *result;
    CHECK(pthread_join(start(exit_while_pending, NULL), &result) == 0);
    puts(result == &flag ? "its own result" : "another result");
}

static const struct named_case cases[] = {
    {"state", state},
    {"disabled", disabled},
    {"enable_asynchronous", enable_asynchronous},
    {"asynchronous", asynchronous},
    {"asynchronous_blocked", asynchronous_blocked},
    {"there_and_back", there_and_back},
    {"exit_pending", exit_pending},
};

int main(int argc, char **argv)
{
    CHECK(pipe(fds) == 0);
    return run_named_case(cases, sizeof cases / sizeof cases[0], argc, argv);
}
