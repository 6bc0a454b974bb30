/* SPDX-License-Identifier: MIT */
/* The threads that are cancelled; see targets.h. */
#define _GNU_SOURCE
#include "targets.h"

#include <fcntl.h>
#include <gnu/libc-version.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int ends[2];
static sem_t never;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int go;

struct target {
    const char *name;
    void (*wait)(void);
    pthread_t thread;
    int waits, cleaned;
};

static void moment(long milliseconds)
{
    const struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static void in_read(void)
{
    char byte;
    while (read(ends[0], &byte, 1) != 1)
        sleep(1); /* the pipe may be closed */
}

/* Changing the user interrupts every thread, so they wait again. */
static void in_pause(void)
{
    for (;;)
        pause();
}

static void in_sleep(void)
{
    for (;;)
        sleep(1000);
}

static void in_sem_wait(void)
{
    for (;;)
        sem_wait(&never);
}

static void unlock(void *argument) { pthread_mutex_unlock(argument); }

static void in_condition(void)
{
    pthread_mutex_lock(&mutex);
    pthread_cleanup_push(unlock, &mutex);
    for (;;)
        pthread_cond_wait(&condition, &mutex);
    pthread_cleanup_pop(1);
}

static void before_pause(void)
{
    while (!__atomic_load_n(&go, __ATOMIC_SEQ_CST))
        ;
    in_pause();
}

static void disabled_first(void)
{
    int old;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
    while (!__atomic_load_n(&go, __ATOMIC_SEQ_CST))
        moment(1);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old);
    in_pause();
}

static int handler_waits;

static void wait_for_go(int number)
{
    (void)number;
    __atomic_store_n(&handler_waits, 1, __ATOMIC_SEQ_CST);
    while (!__atomic_load_n(&go, __ATOMIC_SEQ_CST))
        ;
}

static void asynchronous(void)
{
    int old;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old);
    for (;;)
        ;
}

static struct target targets[] = {
    {.name = "read", .wait = in_read},           {.name = "pause", .wait = in_pause},
    {.name = "sleep", .wait = in_sleep},         {.name = "sem_wait", .wait = in_sem_wait},
    {.name = "cond_wait", .wait = in_condition}, {.name = "before", .wait = before_pause},
    {.name = "disabled", .wait = disabled_first}, {.name = "asynchronous", .wait = asynchronous},
    {.name = "handler", .wait = in_sem_wait},
};
static int count = sizeof targets / sizeof *targets;

/*
 * The last one is interrupted where it waits, by a handler that waits on top of that.
 * Stock glibc from 2.41 on loses the request then: there it is left out.
 */
static int libc_loses_the_last(void)
{
    return strtol(gnu_get_libc_version() + 2, NULL, 10) >= 41;
}

static void interrupt_last(void)
{
    if (libc_loses_the_last())
        return;
    const struct sigaction action = {.sa_handler = wait_for_go, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
    handler_waits = 0;
    pthread_kill(targets[count - 1].thread, SIGUSR1);
    while (!__atomic_load_n(&handler_waits, __ATOMIC_SEQ_CST))
        moment(1);
}

void say(const char *format, ...)
{
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    const int size = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (write(1, line, (size_t)size) != size)
        return; /* standard output is closed: the exit status has to do */
}

static void clean(void *argument)
{
    ((struct target *)argument)->cleaned = 1;
}

/* Where the processor has them, a signal frame now holds the largest registers of all. */
static void use_large_registers(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        __asm__ volatile("vpternlogd $0xff, %zmm17, %zmm17, %zmm17");
#elif defined(__i386__)
    if (__builtin_cpu_supports("avx512f"))
        __asm__ volatile("vpternlogd $0xff, %zmm7, %zmm7, %zmm7");
#endif
}

static void *run(void *argument)
{
    struct target *const target = argument;
    use_large_registers();
    pthread_cleanup_push(clean, target);
    __atomic_store_n(&target->waits, 1, __ATOMIC_SEQ_CST);
    target->wait();
    pthread_cleanup_pop(0);
    return NULL;
}

void prepare_targets(void)
{
    int made[2];
    count -= libc_loses_the_last();
    void *volatile memory = malloc(1); /* as any program's, the heap is ready */
    free(memory);
    if (pipe(made) != 0 || sem_init(&never, 0, 0) != 0)
        exit(3);
    for (int i = 0; i < 2; ++i) { /* not where standard descriptors would be */
        ends[i] = fcntl(made[i], F_DUPFD, 10);
        close(made[i]);
    }
}

int start_targets(size_t stack_size)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    if (stack_size != 0 && pthread_attr_setstacksize(&attributes, stack_size) != 0)
        return -1;
    go = 0;
    for (int i = 0; i < count; ++i) {
        targets[i].waits = targets[i].cleaned = 0;
        const int error = pthread_create(&targets[i].thread, &attributes, run, &targets[i]);
        if (error != 0) {
            say("pthread_create: %s\n", strerror(error));
            return -1;
        }
    }
    for (int i = 0; i < count; ++i)
        while (!__atomic_load_n(&targets[i].waits, __ATOMIC_SEQ_CST))
            moment(1);
    moment(30);
    interrupt_last();
    return 0;
}

void cancel_targets(void)
{
    for (int i = 0; i < count; ++i) {
        const int error = pthread_cancel(targets[i].thread);
        if (error != 0)
            say("pthread_cancel: %s\n", strerror(error));
    }
    __atomic_store_n(&go, 1, __ATOMIC_SEQ_CST);
    for (int i = 0; i < count; ++i) {
        void *result;
        pthread_join(targets[i].thread, &result);
        say("%s %s %s\n", targets[i].name, result == PTHREAD_CANCELED ? "canceled" : "returned",
            targets[i].cleaned ? "cleaned" : "not cleaned");
        if (result != PTHREAD_CANCELED || !targets[i].cleaned)
            exit(4);
    }
}

static void *wait_in_crowd(void *argument)
{
    pause();
    return argument;
}

void cancel_crowd(int wanted)
{
    pthread_t *const threads = calloc((size_t)wanted, sizeof *threads);
    pthread_attr_t attributes;
    int made = 0, canceled = 0;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, PTHREAD_STACK_MIN);
    while (made < wanted && pthread_create(&threads[made], &attributes, wait_in_crowd, NULL) == 0)
        ++made;
    for (int i = 0; i < made; ++i)
        pthread_cancel(threads[i]);
    for (int i = 0; i < made; ++i) {
        void *result;
        pthread_join(threads[i], &result);
        canceled += result == PTHREAD_CANCELED;
    }
    say("%d canceled\n", canceled);
    free(threads);
    if (made < wanted)
        exit(77);
}
