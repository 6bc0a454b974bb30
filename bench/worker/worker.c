/* SPDX-License-Identifier: MIT */
/*
 * Measures calls for bench_driver, with whatever libc it was built for or is run
 * with, and whatever is preloaded.  Two threads are alive.  Commands on standard
 * input, each answered with a line:
 *
 *     info                     the C library, and if read is libc's own or replaced
 *     prepare CASE NANOSECONDS how many of it last about that long
 *     measure CASE COUNT       for the limit and for the program's own functions, and, if there
 *                              is one, for the other limit: nanoseconds, cycles, instructions of
 *                              all COUNT; -1 where there is no such thing
 *
 * CASE is a number.  What is measured first changes from one time to the next.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#include "../clock.h"
#include "calls.h"
#include "counters.h"

enum { sides = 3 };
struct reading {
    long long time, cycles, instructions;
};

static struct calls other_calls;
static struct counters counters;

void fail(const char *what)
{
    printf("failed: %s\n", what);
    fflush(stdout);
    _exit(1);
}

static struct reading read_all(void)
{
    return (struct reading){now(), read_counter(counters.cycles), read_counter(counters.instructions)};
}

static long long difference(long long after, long long before)
{
    return before < 0 ? -1 : after - before;
}

static struct reading measure(const struct bench_case *subject, const struct calls *calls, long count)
{
    if (!calls)
        return (struct reading){-1, -1, -1};
    const struct reading before = read_all();
    subject->run(calls, count);
    const struct reading after = read_all();
    return (struct reading){after.time - before.time, difference(after.cycles, before.cycles),
                            difference(after.instructions, before.instructions)};
}

static void answer_measure(const struct bench_case *subject, long count)
{
    static unsigned turn;
    const int has_other = other_limit_read && strcmp(subject->name, "read") == 0;
    const struct calls *side[sides] = {&limit_calls, &program_calls, has_other ? &other_calls : 0};
    struct reading reading[sides];
    ++turn;
    for (unsigned i = 0; i < sides; ++i)
        reading[(turn + i) % sides] = measure(subject, side[(turn + i) % sides], count);
    for (unsigned i = 0; i < sides; ++i)
        printf("%lld %lld %lld ", reading[i].time, reading[i].cycles, reading[i].instructions);
    printf("\n");
}

/* Both are run, so that what the first call of a function costs is not measured later. */
static void answer_prepare(const struct bench_case *subject, long long duration)
{
    long count = 1;
    long long time;
    subject->prepare();
    subject->run(&program_calls, 1);
    while ((time = measure(subject, &limit_calls, count).time) < duration / 4 && count < 100000000)
        count *= 2;
    printf("%ld\n", (long)((double)count * (double)duration / (double)(time > 0 ? time : 1)) + 1);
}

static void answer_info(void)
{
    Dl_info info;
    const char *slash = 0;
    if (dladdr((void *)program_calls.read, &info) != 0)
        slash = strrchr(info.dli_fname, '/');
#ifdef __GLIBC__
    const char *version = gnu_get_libc_version();
#else
    const char *version = "other";
#endif
    printf("%s %s\n", version, slash ? slash + 1 : "?");
}

static void answer(const char *line)
{
    char word[32];
    unsigned number = 0;
    long long value = 0;
    const int words = sscanf(line, "%31s %u %lld", word, &number, &value);
    if (words == 1 && strcmp(word, "info") == 0)
        answer_info();
    else if (words == 3 && number < case_count && strcmp(word, "prepare") == 0)
        answer_prepare(&cases[number], value);
    else if (words == 3 && number < case_count && strcmp(word, "measure") == 0)
        answer_measure(&cases[number], (long)value);
    else
        fail("there is no such command");
}

static void *stay(void *unused)
{
    pause();
    return unused;
}

int main(int argc, char **argv)
{
    char line[256];
    pthread_t other;
    if (argc > 1 && strcmp(argv[1], "--cases") == 0) {
        for (unsigned i = 0; i < case_count; ++i)
            puts(cases[i].name);
        return 0;
    }
    if (pthread_create(&other, 0, stay, 0) != 0)
        fail("a thread");
    counters = open_counters();
    other_calls = limit_calls;
    other_calls.read = other_limit_read;
    while (fgets(line, sizeof line, stdin)) {
        answer(line);
        fflush(stdout);
    }
    return 0;
}
