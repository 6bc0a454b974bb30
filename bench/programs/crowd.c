/* SPDX-License-Identifier: MIT */
/*
 * Memory: bench_crowd THREADS has that many threads beside the first, each of
 * which has waited in a point, and says the kilobytes that are the process's own
 * (private, clean and dirty) and its share of all (Pss), from smaps_rollup.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "rollup.h"

static pthread_barrier_t all_there;
static int never[2], ready[2];

static void *wait_in_points(void *unused)
{
    char byte;
    if (read(ready[0], &byte, 1) != 1)
        _exit(1);
    pthread_barrier_wait(&all_there);
    if (read(never[0], &byte, 1) != 0)
        _exit(1);
    return unused;
}

int main(int argc, char **argv)
{
    pthread_attr_t small; /* a thousand of the usual size are more than 32 bits can tell apart */
    const int count = argc == 2 ? atoi(argv[1]) : -1;
    if (count < 0 || pipe(never) != 0 || pipe(ready) != 0)
        return 2;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 256 * 1024);
    pthread_barrier_init(&all_there, 0, (unsigned)count + 1);
    for (int i = 0; i < count; ++i) {
        pthread_t thread;
        if (pthread_create(&thread, &small, wait_in_points, 0) != 0 || write(ready[1], "", 1) != 1)
            return 1;
    }
    pthread_barrier_wait(&all_there);
    _exit(print_memory());
}
