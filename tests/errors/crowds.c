/* SPDX-License-Identifier: MIT */
/* Many threads at once: each with a deadline; and interrupted at random, with every failure and every byte accounted for. */
#include "themes.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>

/* --- a thousand deadlines --- */

enum { CROWD = 1000 };

static int silence[2];
static atomic_int too_early, not_failed;

static int has_come(struct timespec when)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > when.tv_sec || (now.tv_sec == when.tv_sec && now.tv_nsec >= when.tv_nsec);
}

static void *waits_till_deadline(void *milliseconds)
{
    struct safecancel_deadline scope;
    char byte;
    const struct timespec when = after((long)(intptr_t)milliseconds);
    EXPECT(safecancel_deadline_begin(&scope, &when) == 0);
    if (read(silence[0], &byte, 1) != -1 || errno != ECANCELED)
        ++not_failed;
    if (!has_come(when))
        ++too_early;
    EXPECT(safecancel_deadline_end(&scope) == 0);
    if (read(-1, &byte, 1) != -1 || errno != EBADF)
        ++not_failed;
    return NULL;
}

void thousand_deadlines(void)
{
    static pthread_t threads[CROWD];
    pthread_attr_t small;
    EXPECT(pipe(silence) == 0);
    EXPECT(pthread_attr_init(&small) == 0 && pthread_attr_setstacksize(&small, 128 * 1024) == 0);
    for (intptr_t i = 0; i < CROWD; ++i)
        if (pthread_create(&threads[i], &small, waits_till_deadline, (void *)(300 + i % 100)) != 0)
            skip("no 1,000 threads here");
    for (int i = 0; i < CROWD; ++i)
        EXPECT(pthread_join(threads[i], NULL) == 0);
    EXPECT(not_failed == 0);
    EXPECT(too_early == 0);
}

/* --- interrupted at random --- */

enum { PAIRS = 4, THREADS = 2 * PAIRS, SECONDS = 2 };

/* A member's own: nobody else writes the counts. */
struct member {
    pthread_t thread;
    int pipe[2];
    sem_t *tokens;
    int writes;             /* or reads */
    atomic_long failures;   /* with ECANCELED */
    atomic_long requests;   /* that were not the same as one before */
    long moved, taken;      /* bytes, tokens */
    int left;               /* pending at its end */
};

static struct member members[THREADS];
static sem_t tokens[PAIRS];
static atomic_int over;

/* One byte, or a token where there are some; the writer's pipe is full most of the time, the reader's empty. */
static long move(struct member *member)
{
    char byte = 'M';
    return member->writes ? write(member->pipe[1], &byte, 1) : read(member->pipe[0], &byte, 1);
}

static void count_failure(struct member *member, long result)
{
    if (result >= 0)
        return;
    EXPECT(errno == ECANCELED); /* EINTR: the signal came after its request was taken at another point */
    ++member->failures;
}

static void *moves(void *argument)
{
    struct member *const member = argument;
    for (unsigned round = 0; !atomic_load(&over); ++round) {
        const long result = move(member);
        member->moved += result == 1;
        count_failure(member, result);
        if (round % 16 == 0)
            count_failure(member, usleep(50));
        if (round % 4 != 0)
            continue;
        if (member->writes) {
            ++member->taken;
            EXPECT(sem_post(member->tokens) == 0);
        } else {
            const int waited = sem_wait(member->tokens);
            member->taken += waited == 0;
            count_failure(member, waited);
        }
    }
    member->left = safecancel_pending() == 1 ? safecancel_clear() : 0;
    return NULL;
}

/* A request made while another may be pending would be the same: the next one comes when that was taken. */
static void interrupt_at_random(unsigned *seed)
{
    struct member *const member = &members[rand_r(seed) % THREADS];
    if (atomic_load(&member->failures) == atomic_load(&member->requests)) {
        ++member->requests;
        EXPECT(safecancel_interrupt(member->thread) == 0);
    }
    for (int i = rand_r(seed) % 2000; i > 0; --i)
        __asm__ volatile("" ::: "memory");
    if (rand_r(seed) % 8 == 0)
        sched_yield();
}

static void prepare_pair(int pair)
{
    int ends[2];
    EXPECT(pipe(ends) == 0 && fcntl(ends[1], F_SETPIPE_SZ, 4096) >= 0 && sem_init(&tokens[pair], 0, 0) == 0);
    for (int i = 2 * pair; i < 2 * pair + 2; ++i) {
        members[i].pipe[0] = ends[0];
        members[i].pipe[1] = ends[1];
        members[i].tokens = &tokens[pair];
        members[i].writes = i % 2;
        EXPECT(pthread_create(&members[i].thread, NULL, moves, &members[i]) == 0);
    }
}

/* What is blocked goes on, one way or the other, until both have seen that it is over. */
static void let_end(struct member *member)
{
    while (pthread_tryjoin_np(member->thread, NULL) != 0) {
        if (atomic_load(&member->failures) == atomic_load(&member->requests)) {
            ++member->requests;
            const int error = safecancel_interrupt(member->thread);
            EXPECT(error == 0 || error == ESRCH);
            if (error == ESRCH)
                --member->requests;
        }
        sched_yield();
    }
}

static void check_pair(struct member *reader, struct member *writer)
{
    char byte;
    int value;
    fcntl(reader->pipe[0], F_SETFL, O_NONBLOCK);
    while (read(reader->pipe[0], &byte, 1) == 1)
        ++reader->moved;
    EXPECT(sem_getvalue(reader->tokens, &value) == 0);
    printf("bytes=%ld/%ld tokens=%ld/%ld\n", writer->moved, reader->moved, writer->taken, reader->taken + value);
    EXPECT(reader->moved == writer->moved);
    EXPECT(reader->taken + value == writer->taken);
}

void stress(void)
{
    unsigned seed = 1;
    long failures = 0;
    const struct timespec end = after(SECONDS * 1000);
    EXPECT(safecancel_available() > 0);
    for (int i = 0; i < PAIRS; ++i)
        prepare_pair(i);
    while (!has_come(end))
        interrupt_at_random(&seed);
    atomic_store(&over, 1);
    for (int i = 0; i < THREADS; ++i)
        let_end(&members[i]);
    for (int i = 0; i < THREADS; ++i) {
        printf("requests=%ld failures=%ld left=%d\n", members[i].requests, members[i].failures, members[i].left);
        failures += members[i].failures;
        EXPECT(members[i].failures + members[i].left == members[i].requests ||
               /* one to a thread that had asked and cleared already, and was ending */
               members[i].failures + members[i].left + 1 == members[i].requests);
    }
    for (int i = 0; i < THREADS; i += 2)
        check_pair(&members[i], &members[i + 1]);
    printf("failures=%ld\n", failures);
    EXPECT(failures > 100);
}
