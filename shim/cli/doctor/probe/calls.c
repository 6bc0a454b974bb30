/* SPDX-License-Identifier: MIT */
/* What the cases block in: a point that is a system call, and two that glibc makes inside of it. */
#include "probe.h"

#include <semaphore.h>

static int fds[2] = {-1, -1};
static char buffer[16];

static void prepare_pipe(void)
{
    if (fds[0] >= 0) {
        close(fds[0]);
        close(fds[1]);
    }
    if (pipe2(fds, O_CLOEXEC) != 0)
        cannot("no pipe can be made");
}

static long do_read(void) { return read(fds[0], buffer, 1); }

static void do_write(void)
{
    if (write(fds[1], "\n", 1) != 1)
        cannot("a pipe cannot be written to");
}

static sem_t semaphore;

static void prepare_semaphore(void) { sem_init(&semaphore, 0, 0); }
static long do_sem_wait(void) { return sem_wait(&semaphore); }
static void do_sem_post(void) { sem_post(&semaphore); }

/* A stream that a thread died in stays locked, so each round has its own; the dead one's is left. */
static FILE *stream;

static void prepare_stream(void)
{
    prepare_pipe();
    const int fd = dup(fds[0]);
    stream = fd < 0 ? NULL : fdopen(fd, "r");
    if (stream == NULL)
        cannot("no stream can be made");
}

static long do_fgets(void) { return fgets(buffer, sizeof buffer, stream) != NULL ? 1 : -1; }

const struct blocking_call call_read = {"read", prepare_pipe, do_read, do_write};
const struct blocking_call call_sem_wait = {"sem_wait", prepare_semaphore, do_sem_wait, do_sem_post};
const struct blocking_call call_fgets = {"fgets", prepare_stream, do_fgets, do_write};
