/* SPDX-License-Identifier: MIT */
/*
 * crowd THREADS TIMES: THREADS threads cancel the same thread at once, TIMES
 * times over.  Every request must return 0 and every target must run its cleanup handler once.
 * Prints `crowd requests=N canceled=N cleanups=N`.
 */
#include "target.h"

static pthread_barrier_t ready, done;
static pthread_t victim;
static int fds[2];
static int finished, requests, cleanups;

static void handler(void *unused)
{
    (void)unused;
    ++cleanups;
}

static void *target(void *unused)
{
    char byte;
    (void)unused;
    pthread_cleanup_push(handler, NULL);
    announce();
    for (;;)
        (void)!read(fds[0], &byte, 1);
    pthread_cleanup_pop(0);
    return NULL;
}

static void *canceller(void *unused)
{
    (void)unused;
    for (;;) {
        pthread_barrier_wait(&ready);
        if (finished)
            return NULL;
        if (pthread_cancel(victim) == 0)
            __atomic_add_fetch(&requests, 1, __ATOMIC_SEQ_CST);
        pthread_barrier_wait(&done);
    }
}

int main(int argc, char **argv)
{
    enum { most = 200 };
    pthread_t crowd[most];
    CHECK(argc == 3);
    const int size = atoi(argv[1]), times = atoi(argv[2]);
    int canceled = 0;
    CHECK(size > 0 && size <= most && pipe(fds) == 0);
    pthread_barrier_init(&ready, NULL, (unsigned)size + 1);
    pthread_barrier_init(&done, NULL, (unsigned)size + 1);
    for (int i = 0; i < size; ++i)
        CHECK(pthread_create(&crowd[i], NULL, canceller, NULL) == 0);
    for (int round = 0; round < times; ++round) {
        victim = start(target, NULL);
        if (round % 2)  /* else: it may be anywhere */
            wait_until_blocked();
        pthread_barrier_wait(&ready);
        pthread_barrier_wait(&done);
        canceled += strcmp(join(victim), "canceled") == 0;
    }
    finished = 1;
    pthread_barrier_wait(&ready);
    for (int i = 0; i < size; ++i)
        join(crowd[i]);
    printf("crowd requests=%d canceled=%d cleanups=%d\n", requests, canceled, cleanups);
    return 0;
}
