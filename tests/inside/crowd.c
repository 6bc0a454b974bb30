/* SPDX-License-Identifier: MIT */
/*
 * A thousand threads, `size` of them at a time, each at random in points of its own and of libc's, under random
 * user signals, every one of them cancelled once at a random moment.  At the
 * end each request was acted upon, no handler was left in the middle, and every
 * byte, line, token and descriptor is accounted for.
 *
 * Rules that make the counts exact: between a point's return and its being
 * counted there is no other point; SIGUSR1's handler has none, and SIGUSR2's,
 * which sleeps, is let in only where a thread holds nothing.
 */
#include "inside.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ALL = 1000 };

static struct {
    atomic_long bytes, lines, tokens;
} given, taken;

static pthread_t threads[ALL];   /* the wave's */
static char cancelled[ALL];
static unsigned at_once;

static atomic_long died_in_handler, handled;
static __thread volatile int in_handler;
static int byte_ends[2], line_ends[2];
static FILE *lines;
static sem_t tokens;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

/* Worth interrupting: it takes a while. */
static void computes(int number)
{
    (void)number;
    ++in_handler;
    for (volatile int i = 0; i < 20000; ++i) {
    }
    --in_handler;
    ++handled;
}

static void sleeps(int number)
{
    const int saved = errno;
    (void)number;
    poll(NULL, 0, 1);
    ++handled;
    errno = saved;
}

static void let_sleeper_in(int how)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(how, &set, NULL);
}

/* --- what a thread does --- */

static void take_byte(void)
{
    char byte;
    taken.bytes += read(byte_ends[0], &byte, 1) == 1;
}

static void take_line(void)
{
    char line[8];
    taken.lines += fgets(line, sizeof line, lines) != NULL;
}

static void take_token(void) { taken.tokens += sem_wait(&tokens) == 0; }

static void open_something(void)
{
    FILE *const stream = fopen("/dev/null", "r");
    if (stream)
        fclose(stream);
}

static void open_descriptor(void)
{
    const int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    syscall(SYS_close, fd); /* as close, and no point: what is open is closed */
}

static void sleep_a_little(void)
{
    const struct timespec time = {0, 200000};
    let_sleeper_in(SIG_UNBLOCK);
    nanosleep(&time, NULL);
    let_sleeper_in(SIG_BLOCK);
}

static void unlock(void *unused)
{
    (void)unused;
    pthread_mutex_unlock(&mutex);
}

static void wait_for_condition(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_nsec += 500000;
    if (time.tv_nsec >= 1000000000) {
        ++time.tv_sec;
        time.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&mutex);
    pthread_cleanup_push(unlock, NULL);
    pthread_cond_timedwait(&condition, &mutex, &time);
    pthread_cleanup_pop(1);
}

static void (*const actions[])(void) = {
    take_byte, take_line, take_token, open_something, open_descriptor, sleep_a_little, wait_for_condition,
};

static void look(void *unused)
{
    (void)unused;
    died_in_handler += in_handler != 0;
}

static __attribute__((noreturn)) void *works(void *number)
{
    unsigned seed = (unsigned)(long)number;
    pthread_cleanup_push(look, NULL);
    for (;;)
        actions[(unsigned)rand_r(&seed) % COUNT(actions)]();
    pthread_cleanup_pop(0);
}

/* --- what is done to them --- */

static void give(unsigned what)
{
    switch (what % 4) {
    case 0:
        given.bytes += write(byte_ends[1], "1", 1) == 1;
        break;
    case 1:
        given.lines += write(line_ends[1], "1\n", 2) == 2;
        break;
    case 2:
        sem_post(&tokens);
        ++given.tokens;
        break;
    default:
        pthread_cond_signal(&condition);
    }
}

/* A thread that was cancelled may have ended, and before 2.34 no signal may be sent to it then. */
static void disturb(unsigned *seed)
{
    const unsigned which = (unsigned)rand_r(seed) % at_once;
    give((unsigned)rand_r(seed) >> 4);
    if (!cancelled[which])
        pthread_kill(threads[which], (unsigned)rand_r(seed) >> 4 & 1 ? SIGUSR1 : SIGUSR2);
}

/* Something to take, a handler on top, and the request, in one breath. */
static void cancel_one(unsigned which, unsigned *seed)
{
    disturb(seed);
    pthread_kill(threads[which], SIGUSR1);
    if (pthread_cancel(threads[which]) != 0)
        broken("pthread_cancel");
    cancelled[which] = 1;
}

/* How many did not act in time; of the others, those that did are added to `acted`. */
static long join_all(long *acted)
{
    void *result;
    long missed = 0;
    for (unsigned i = 0; i < at_once; ++i) {
        if (!ends_within(threads[i], missed ? 1 : 3, &result))
            ++missed;
        else
            *acted += result == PTHREAD_CANCELED;
    }
    return missed;
}

static long wave(unsigned *seed, long *acted)
{
    pthread_attr_t small; /* a thousand usual stacks do not fit into 32 bits */
    memset(cancelled, 0, sizeof cancelled);
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 256 * 1024);
    for (unsigned i = 0; i < at_once; ++i)
        if (pthread_create(&threads[i], &small, works, (void *)(long)rand_r(seed)) != 0)
            broken("pthread_create");
    for (unsigned left = at_once; left > 0;) {
        const unsigned which = (unsigned)rand_r(seed) % at_once;
        for (unsigned k = (unsigned)rand_r(seed) % 8; k > 0; --k)
            disturb(seed);
        if (cancelled[which])
            continue;
        cancel_one(which, seed);
        --left;
    }
    return join_all(acted);
}

/* What nobody has taken is still there. */
static void take_the_rest(void)
{
    char byte;
    fcntl(byte_ends[0], F_SETFL, O_NONBLOCK);
    while (read(byte_ends[0], &byte, 1) == 1)
        ++taken.bytes;
    while (sem_trywait(&tokens) == 0)
        ++taken.tokens;
    if (ftrylockfile(lines) != 0)
        return;
    fcntl(line_ends[0], F_SETFL, O_NONBLOCK);
    for (char line[8]; fgets(line, sizeof line, lines);)
        ++taken.lines;
}

static void prepare(void)
{
    const struct sigaction computing = {.sa_handler = computes, .sa_flags = SA_RESTART};
    struct sigaction sleeping = {.sa_handler = sleeps, .sa_flags = SA_RESTART};
    if (pipe(byte_ends) != 0 || pipe(line_ends) != 0 || sem_init(&tokens, 0, 0) != 0)
        broken("pipe");
    lines = fdopen(line_ends[0], "r");
    struct sigaction busy = computing;
    sigaddset(&busy.sa_mask, SIGUSR2);
    sigaction(SIGUSR1, &busy, NULL);
    sigaction(SIGUSR2, &sleeping, NULL);
    let_sleeper_in(SIG_BLOCK);
}

int play_crowd(long size, long number)
{
    unsigned seed = (unsigned)number;
    long acted = 0, missed = 0, started = 0;
    if (size < 1 || size > ALL)
        return 2;
    at_once = (unsigned)size;
    prepare();
    const int before = count_descriptors();
    for (; started < ALL && missed == 0; started += size)
        missed += wave(&seed, &acted);
    take_the_rest();
    printf("facts started=%ld acted=%ld missed=%ld bytes_lost=%ld lines_lost=%ld tokens_lost=%ld descriptors=%d "
           "died_in_handler=%ld handled=%ld mutex_free=%d\n",
           started, acted, missed, given.bytes - taken.bytes, given.lines - taken.lines, given.tokens - taken.tokens,
           count_descriptors() - before, died_in_handler, handled, pthread_mutex_trylock(&mutex) == 0);
    return 0;
}
