/* SPDX-License-Identifier: MIT */
/*
 * A plugin: the only object of its process that needs pthread_create and
 * pthread_cancel.  plugin_run() cancels COUNT threads, each as its read()
 * completes, and returns how many bytes nobody got (see lost.c).
 */
#include "target.h"

#include <sys/ioctl.h>

#include "../support/hold_back.h"

static int fds[2];
static int had;

static void *target(void *unused)
{
    char byte;
    announce();
    had = read(fds[0], &byte, 1) == 1;
    pthread_testcancel();
    return unused;
}

int plugin_run(int count)
{
    int lost = 0;
    CHECK(pipe(fds) == 0);
    for (int i = 0; i < count; ++i) {
        int left = 0;
        char byte;
        had = 0;
        const pthread_t thread = start(target, NULL);
        wait_until_blocked();
        CHECK(hold_back(target_tid));
        CHECK(write(fds[1], "x", 1) == 1);
        const int error = pthread_cancel(thread);
        CHECK(error == 0 || error == ESRCH);  /* glibc <= 2.33: it has exited */
        join(thread);
        CHECK(ioctl(fds[0], FIONREAD, &left) == 0);
        lost += !left && !had;
        if (left)
            CHECK(read(fds[0], &byte, 1) == 1);
    }
    return lost;
}
