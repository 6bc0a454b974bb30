/* SPDX-License-Identifier: MIT */
/* What the themes share; the contracts stand in themes.h. */
#include "themes.h"

#include <sched.h>
#include <string.h>

struct timespec after(long milliseconds)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    const long long sum = time.tv_sec * 1000000000LL + time.tv_nsec + milliseconds * 1000000LL;
    const struct timespec result = {(time_t)(sum / 1000000000), (long)(sum % 1000000000)};
    return result;
}

void skip(const char *reason)
{
    dprintf(1, "skip %s\n", reason);
    _exit(77);
}

pthread_t start(void *(*body)(void *), void *argument)
{
    pthread_t thread;
    EXPECT(pthread_create(&thread, NULL, body, argument) == 0);
    return thread;
}

void *result_of(pthread_t thread)
{
    void *result;
    EXPECT(pthread_join(thread, &result) == 0);
    return result;
}

void sleep_for(long milliseconds) { usleep((useconds_t)milliseconds * 1000); }
void interrupt_self(void) { EXPECT(safecancel_interrupt(pthread_self()) == 0); }

void begin(struct safecancel_deadline *scope, long milliseconds)
{
    const struct timespec when = after(milliseconds);
    EXPECT(safecancel_deadline_begin(scope, &when) == 0);
}

void end(struct safecancel_deadline *scope) { EXPECT(safecancel_deadline_end(scope) == 0); }

/* The letter of its state; 0 if it is gone. */
static char state_of(int tid)
{
    char path[64], text[256];
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid);
    FILE *const file = fopen(path, "r");
    if (!file)
        return 0;
    const char *const end = fgets(text, sizeof text, file) ? strrchr(text, ')') : NULL;
    const char state = end ? end[2] : 0;
    fclose(file);
    return state;
}

/* For some time: it may sleep for a moment for reasons of its own. */
void wait_until_asleep(const atomic_int *tid)
{
    for (int seen = 0; seen < 10;) {
        const int id = atomic_load(tid);
        seen = id != 0 && state_of(id) == 'S' ? seen + 1 : 0;
        usleep(1000);
    }
}

void wait_until_gone(const atomic_int *tid)
{
    while (atomic_load(tid) == 0 || state_of(atomic_load(tid)) != 0)
        usleep(1000);
}
