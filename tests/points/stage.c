/* SPDX-License-Identifier: MIT */
/* The stage: its contract stands in stage.h. */
#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../support/emulated.h"
#include "../support/hold_back.h"

struct stage stage;

void wait_for(atomic_int *word)
{
    while (!atomic_load(word))
        sched_yield();
}

long mark(enum marker marker, long first, long second)
{
    return syscall(SYS_getpgid, (long)marker, first, second);
}

/* The content of /proc/self/task/`thread`/`what`; 0 if it cannot be read. */
static int read_task(int thread, const char *what, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/%s", thread, what);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    const ssize_t got = read(fd, text, size - 1);
    close(fd);
    text[got > 0 ? got : 0] = 0;
    return got > 0;
}

static int asleep(void)
{
    char text[256];
    const char *state = read_task(atomic_load(&stage.tid), "stat", text, sizeof text) ? strrchr(text, ')') : NULL;
    return state && state[1] == ' ' && state[2] == 'S';
}

/* An emulator's threads sleep for a moment for reasons of their own. */
static int stays_asleep(void)
{
    for (int i = 0; i < 5; ++i) {
        usleep(1000);
        if (!asleep())
            return 0;
    }
    return 1;
}

static int calls_are_told(void)
{
    static int told = -1;
    if (told < 0)
        told = !is_emulated();
    return told;
}

/* In this system call; not known (a kernel without the file, not permitted, or emulated) counts as yes. */
static int inside(long number)
{
    char text[256];
    if (!calls_are_told())
        return stays_asleep();
    if (!read_task(atomic_load(&stage.tid), "syscall", text, sizeof text))
        return 1;
    return strncmp(text, "running", 7) != 0 && strtol(text, NULL, 10) == number;
}

int wait_until_blocked(long number)
{
    while (!atomic_load(&stage.returned)) {
        if (asleep() && inside(number) && asleep())
            return 1;
        sched_yield();
    }
    return 0;
}

void enable_point(void)
{
    if (!stage.enabled && stage.run->scenario->enable)
        stage.run->scenario->enable(stage.run);
    stage.enabled = 1;
}

void hold_thread_back(void)
{
    if (!hold_back(atomic_load(&stage.tid)))
        broken("hold_back");
    usleep(1000); /* we have spun until now: whoever sleeps gets a new slice */
}

void start_thread(void *(*body)(void *))
{
    if (pthread_create(&stage.run->thread, NULL, body, stage.run) != 0)
        broken("pthread_create");
    wait_for(&stage.tid);
}

void cancel_thread(void)
{
    const int error = pthread_cancel(stage.run->thread);
    if (error != 0 && error != ESRCH) /* glibc <= 2.33: it has exited */
        broken("pthread_cancel");
}
