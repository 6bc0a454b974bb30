/* SPDX-License-Identifier: MIT */
/*
 * partial_write COUNT: COUNT times a thread writes 1 MiB to a pipe nobody
 * reads, stores as much as the pipe holds, blocks, and is cancelled.  Prints
 *
 *     partial_write cancels=N unreported=M reported=K
 *
 * unreported: the pipe holds bytes the thread was never told of.
 */
#include "target.h"

#include <sys/ioctl.h>

static char megabyte[1 << 20];
static int fds[2];
static long reported;

static void *target(void *unused)
{
    (void)unused;
    announce();
    reported = write(fds[1], megabyte, sizeof megabyte);
    pthread_testcancel();
    return NULL;
}

int main(int argc, char **argv)
{
    const long count = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
    long right = 0, wrong = 0;
    for (long round = 0; round < count; ++round) {
        CHECK(pipe(fds) == 0);
        reported = 0;
        const pthread_t thread = start(target, NULL);
        wait_until_blocked();
        CHECK(pthread_cancel(thread) == 0);
        CHECK(strcmp(join(thread), "canceled") == 0);
        int stored = 0;
        CHECK(ioctl(fds[0], FIONREAD, &stored) == 0);
        CHECK(stored > 0);
        right += reported == stored;
        wrong += reported != stored;
        close(fds[0]);
        close(fds[1]);
    }
    printf("partial_write cancels=%ld unreported=%ld reported=%ld\n", count, wrong, right);
    return 0;
}
