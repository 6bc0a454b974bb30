/* SPDX-License-Identifier: MIT */
/*
 * Sleeping, and three points through the PLT, to be compared with libc's own
 * under user handlers.  lockf and tcdrain are rows of tests/points.
 */
#include "inside.h"

#include <poll.h>
#include <threads.h>
#include <time.h>

static const char *nothing(struct run *run)
{
    (void)run;
    return NULL;
}

static time_t seconds(const struct run *run) { return run->nap == NAP_LONG ? 1000 : run->nap == NAP_SHORT; }

static long call_sleep(struct run *run) { return FN(sleep)((unsigned)seconds(run)); }

static long call_thrd_sleep(struct run *run)
{
    const struct timespec time = {.tv_sec = seconds(run)};
    return FN(thrd_sleep)(&time, NULL);
}

static long call_nanosleep(struct run *run)
{
    const struct timespec time = {.tv_sec = seconds(run)};
    return FN(nanosleep)(&time, NULL);
}

static const char *a_pipe(struct run *run)
{
    make_pipe_to_read(run);
    return NULL;
}

static long call_read(struct run *run) { return FN(read)(run->fd, run->buffer, 1); }

static long call_poll(struct run *run)
{
    struct pollfd wanted = {run->fd, POLLIN, 0};
    return FN(poll)(&wanted, 1, -1);
}

#define SLEEPS .number = NR_clock_nanosleep, .flags = SC_TIMED, .prepare = nothing

const struct inside plain_rows[] = {
    {{.names = {"sleep"}, SLEEPS, .call = call_sleep}, .flags = IN_KEEPS_TOKEN | IN_HANDLERS},
    {{.names = {"thrd_sleep"}, SLEEPS, .call = call_thrd_sleep}, .flags = IN_KEEPS_TOKEN},
    {{.names = {"nanosleep"}, SLEEPS, .call = call_nanosleep}, .flags = IN_PLAIN | IN_HANDLERS | IN_MAY_LEAP},
    {{.names = {"poll"}, .number = NR_poll, .prepare = a_pipe, .enable = put_mark, .expect = 1, .call = call_poll},
     .flags = IN_PLAIN | IN_HANDLERS | IN_MAY_LEAP},
    {{.names = {"read"}, .number = NR_read, .prepare = a_pipe, .enable = put_mark, .effect = byte_gone, .expect = 1,
      .call = call_read}, .flags = IN_PLAIN | IN_HANDLERS | IN_MAY_LEAP | IN_RESTARTS},
    {.point = {.names = {NULL}}},
};
