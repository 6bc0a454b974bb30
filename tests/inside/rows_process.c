/* SPDX-License-Identifier: MIT */
/*
 * Functions that start a process.  system is a point while it waits, and kills
 * and reaps its child when the request is acted upon.  popen and pclose are no
 * points in any glibc from 2.31 on: pclose waits with cancellation disabled,
 * and popen makes no system call that waits.  Both must complete undisturbed.
 */
#include "inside.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

static FILE *pipe_stream;

/* What the child's `read` waits for. */
static const char *a_child_that_reads(struct run *run)
{
    make_pipe_to_read(run);
    if (dup2(run->fd, 0) != 0)
        broken("dup2");
    return NULL;
}

static void let_child_end(struct run *run)
{
    if (write(run->peer, "\n", 1) != 1)
        broken("write");
}

static long call_system(struct run *run) { return FN(system)("read x; exit 3"); }

/* system ignores these two while it waits, and blocks SIGCHLD in its thread only. */
static int actions_restored(struct run *run)
{
    struct sigaction interrupt, quit;
    (void)run;
    sigaction(SIGINT, NULL, &interrupt);
    sigaction(SIGQUIT, NULL, &quit);
    return interrupt.sa_handler == SIG_DFL && quit.sa_handler == SIG_DFL ? 0 : HARM_CHANGED;
}

static const char *nothing(struct run *run)
{
    (void)run;
    return NULL;
}

static long call_popen(struct run *run)
{
    pipe_stream = FN(popen)("exit 0", "r");
    return pipe_stream != NULL;
}

static const char *an_open_pipe(struct run *run)
{
    a_child_that_reads(run);
    pipe_stream = popen("read x; exit 3", "r");
    return pipe_stream ? NULL : "popen fails here";
}

static long call_pclose(struct run *run)
{
    FILE *stream = pipe_stream;
    pipe_stream = NULL;
    return FN(pclose)(stream);
}

static int close_pipe(struct run *run)
{
    (void)run;
    if (pipe_stream)
        pclose(pipe_stream);
    return 0;
}

const struct inside process_rows[] = {
    {{.names = {"system"}, .number = NR_wait4, .flags = SC_ONCE, .prepare = a_child_that_reads, .enable = let_child_end,
      .expect = 3 << 8, .call = call_system}, .flags = IN_RESTARTS | IN_HANDLERS, .harm = actions_restored},
    {{.names = {"popen"}, .number = NR_pipe2, .flags = SC_NO_POINT, .prepare = nothing, .expect = 1,
      .call = call_popen}, .harm = close_pipe},
    {{.names = {"pclose"}, .number = NR_wait4, .flags = SC_NO_POINT | SC_ONCE, .prepare = an_open_pipe,
      .enable = let_child_end, .expect = 3 << 8, .call = call_pclose}, .harm = close_pipe},
    {.point = {.names = {NULL}}},
};
