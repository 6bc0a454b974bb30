/* SPDX-License-Identifier: MIT */
/*
 * Waiting for another thread's end.  A request that is acted upon leaves that
 * thread joinable; whoever joins it then gets its result.
 */
#include "inside.h"

#include <threads.h>
#include <time.h>

#define RESULT ((void *)7)

static pthread_t joined;

static void *ends_by_a_byte(void *run)
{
    char byte;
    while (read(((struct run *)run)->fd, &byte, 1) != 1) {
    }
    return RESULT;
}

static const char *a_thread(struct run *run)
{
    make_pipe_to_read(run);
    if (pthread_create(&joined, NULL, ends_by_a_byte, run) != 0)
        broken("pthread_create");
    return NULL;
}

static void let_it_end(struct run *run) { put_mark(run); }

static long number_of(int error, void *result) { return error == 0 ? (long)result : -error; }

static long call_join(struct run *run)
{
    void *result = NULL;
    const int error = FN(pthread_join)(joined, &result);
    return number_of(error, result);
}

static long call_timedjoin(struct run *run)
{
    void *result = NULL;
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_sec += 1000;
    const int error = FN(pthread_timedjoin_np)(joined, &result, &time);
    return number_of(error, result);
}

static long call_clockjoin(struct run *run)
{
    void *result = NULL;
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += 1000;
    const int error = FN(pthread_clockjoin_np)(joined, &result, CLOCK_MONOTONIC, &time);
    return number_of(error, result);
}

static long call_thrd_join(struct run *run)
{
    int result = 0;
    const int error = FN(thrd_join)(joined, &result);
    return error == thrd_success ? result : -error;
}

static int result_somewhere(struct run *run)
{
    void *result = NULL;
    if (stage.returned)
        return stage.value == 7 ? 0 : HARM_LOST;
    if (!stage.enabled)
        let_it_end(run);
    return ends_within(joined, 2, &result) && result == RESULT ? 0 : HARM_LOST;
}

/* With the thread gone already the call does not wait: only since 2.43 a point then (conformance.c). */
#define JOIN .number = NR_futex, .flags = SC_LATE | SC_WAITED, .prepare = a_thread, .enable = let_it_end, .expect = 7

const struct inside join_rows[] = {
    {{.names = {"pthread_join"}, JOIN, .call = call_join}, .flags = IN_KEEPS_TOKEN | IN_RESTARTS | IN_HANDLERS,
     .harm = result_somewhere},
    {{.names = {"pthread_timedjoin_np"}, JOIN, .call = call_timedjoin}, .flags = IN_KEEPS_TOKEN,
     .harm = result_somewhere},
    {{.names = {"pthread_clockjoin_np"}, JOIN, .call = call_clockjoin}, .flags = IN_KEEPS_TOKEN,
     .harm = result_somewhere},
    {{.names = {"thrd_join"}, JOIN, .call = call_thrd_join}, .flags = IN_KEEPS_TOKEN, .harm = result_somewhere},
    {.point = {.names = {NULL}}},
};
