/* SPDX-License-Identifier: MIT */
/*
 * lost NAME COUNT: cancels COUNT threads, each as its call NAME completes, and
 * counts the results nobody got.  Prints
 *
 *     NAME cancels=N lost=M kept=K
 *
 * lost: the kernel did the work (a descriptor exists, bytes or a message left
 * their queue) and the thread was cancelled without having the result.
 * kept: the thread had the result.  In the other rounds the request was acted
 * upon before the kernel did anything, which is right.
 *
 * Calls that block: wait until the thread is blocked, hold it back, let the call
 * complete, request at once.  Calls that never block: request from another processor after a
 * delay which is steered to the moment of the call.
 */
#include "lost.h"

#include "../support/hold_back.h"

static const struct scenario *scenario;
static int go;
static long result;

static void *target(void *unused)
{
    (void)unused;
    announce();
    if (!scenario->blocks)
        while (!flag_get(&go)) {
        }
    const long value = scenario->call();
    result = value;
    pthread_testcancel();
    return NULL;
}

static void spin(double turns)
{
    for (volatile long left = (long)turns; left > 0; --left) {
    }
}

/* One thread, one request.  Returns whether the thread had its result. */
static int one_round(const pthread_attr_t *attributes, double delay)
{
    result = -1;
    flag_set(&go, 0);
    const pthread_t thread = start_with(attributes, target, NULL);
    if (scenario->blocks) {
        wait_until_blocked();
        CHECK(hold_back(target_tid));
        scenario->complete();
    } else {
        while (!flag_get(&target_tid)) {
        }
        flag_set(&go, 1);
        spin(delay);
    }
    const int error = pthread_cancel(thread);
    CHECK(error == 0 || error == ESRCH);  /* glibc <= 2.33: it has exited */
    CHECK(pthread_join(thread, NULL) == 0);
    return result >= 0;
}

/* The scenarios count what is open; not what the caller of this program left open. */
static void close_inherited(void)
{
    for (int fd = 3; fd < 256; ++fd)
        close(fd);
}

int main(int argc, char **argv)
{
    if (argc != 3 || !(scenario = find_scenario(argv[1]))) {
        fprintf(stderr, "usage: lost NAME COUNT\nnames:%s\n", scenario_names());
        return 2;
    }
    const long count = strtol(argv[2], NULL, 10);
    close_inherited();
    long lost = 0, kept = 0;
    double delay = 200;
    pthread_attr_t attributes;
    CHECK(pthread_attr_init(&attributes) == 0);
    if (!scenario->blocks && !use_two_processors(&attributes))
        skip("one processor: a call that never blocks cannot be met");
    scenario->prepare();
    for (long round = 0; round < count; ++round) {
        scenario->rewind();
        const int had = one_round(&attributes, delay);
        const int done = scenario->done();
        delay *= had ? 0.99 : 1.01;
        kept += had;
        lost += done && !had;
        CHECK(done || !had);
    }
    pthread_attr_destroy(&attributes);
    printf("%s cancels=%ld lost=%ld kept=%ld\n", scenario->name, count, lost, kept);
    return 0;
}
