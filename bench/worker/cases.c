/* SPDX-License-Identifier: MIT */
/* The cases; see calls.h.  Whatever is not measured itself is the limit's in both runs of a case. */
#define _GNU_SOURCE
#include "calls.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

static int null_fd, ready_fd, sockets[2], listening;
static struct sockaddr_un address = {.sun_family = AF_UNIX};
static socklen_t address_size;

static void open_null(void)
{
    if ((null_fd = open("/dev/null", O_RDWR | O_CLOEXEC)) < 0)
        fail("/dev/null");
}

static void run_read(const struct calls *calls, long count)
{
    char byte;
    for (long i = 0; i < count; ++i)
        calls->read(null_fd, &byte, 1);
}

static void run_write(const struct calls *calls, long count)
{
    const char byte = 0;
    for (long i = 0; i < count; ++i)
        calls->write(null_fd, &byte, 1);
}

static void run_openat_close(const struct calls *calls, long count)
{
    for (long i = 0; i < count; ++i)
        if (calls->close(calls->openat(AT_FDCWD, "/dev/null", O_RDONLY)) != 0)
            fail("openat, close");
}

/* A pipe with a byte in it. */
static void fill_pipe(void)
{
    int ends[2];
    if (pipe(ends) != 0 || write(ends[1], "", 1) != 1)
        fail("a pipe");
    ready_fd = ends[0];
}

static void run_poll(const struct calls *calls, long count)
{
    struct pollfd ready = {.fd = ready_fd, .events = POLLIN};
    for (long i = 0; i < count; ++i)
        if (calls->poll(&ready, 1, -1) != 1)
            fail("poll");
}

/* Two sockets, with a byte to be received. */
static void connect_pair(void)
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0 || send(sockets[1], "", 1, 0) != 1)
        fail("a pair of sockets");
}

/* The byte stays, so that there is one every time. */
static void run_recv(const struct calls *calls, long count)
{
    char byte;
    for (long i = 0; i < count; ++i)
        if (calls->recv(sockets[0], &byte, 1, MSG_PEEK) != 1)
            fail("recv");
}

/* Nothing is sent, so that nothing has to be received. */
static void run_send(const struct calls *calls, long count)
{
    for (long i = 0; i < count; ++i)
        if (calls->send(sockets[1], "", 0, 0) != 0)
            fail("send");
}

/* A name of the kernel's choice, in no file system. */
static void listen_for_all(void)
{
    address_size = sizeof(sa_family_t);
    listening = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listening, (struct sockaddr *)&address, address_size) != 0 || listen(listening, 1) != 0)
        fail("a listening socket");
    address_size = sizeof address;
    if (getsockname(listening, (struct sockaddr *)&address, &address_size) != 0)
        fail("its name");
}

/* A connection each time; socket is no cancellation point, but connect is. */
static void run_accept(const struct calls *calls, long count)
{
    for (long i = 0; i < count; ++i) {
        const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        if (limit_connect(fd, (struct sockaddr *)&address, address_size) != 0)
            fail("connect");
        const int accepted = calls->accept(listening, 0, 0);
        if (accepted < 0)
            fail("accept");
        limit_calls.close(accepted);
        limit_calls.close(fd);
    }
}

/* Until a time that has passed: a relative sleep of 0 would last the timers' slack, 50 microseconds. */
static void run_sleep(const struct calls *calls, long count)
{
    const struct timespec past = {0, 0};
    for (long i = 0; i < count; ++i)
        if (calls->clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &past, 0) != 0)
            fail("clock_nanosleep");
}

static sem_t ours, partners, begin;
static const struct calls *partners_calls;
static long partners_count;

/* The reference's semaphores have only a count: there is no sem_init for both. */
static void set_semaphore(const struct calls *calls, sem_t *semaphore, unsigned count)
{
    memset(semaphore, 0, sizeof *semaphore);
    if (calls == &program_calls)
        sem_init(semaphore, 0, count);
    else
        memcpy(semaphore, &count, sizeof count);
}

static void run_sem_wait(const struct calls *calls, long count)
{
    sem_t semaphore;
    set_semaphore(calls, &semaphore, (unsigned)count);
    for (long i = 0; i < count; ++i)
        calls->sem_wait(&semaphore);
}

static void *hand_back(void *unused)
{
    for (;;) {
        limit_calls.sem_wait(&begin);
        /* Kept, because the other thread may begin anew while this one comes out of its last post. */
        const struct calls *calls = partners_calls;
        const long count = partners_count;
        for (long i = 0; i < count; ++i) {
            calls->sem_wait(&partners);
            calls->sem_post(&ours);
        }
    }
    return unused;
}

static void start_partner(void)
{
    pthread_t thread;
    if (pthread_create(&thread, 0, hand_back, 0) != 0)
        fail("a thread");
}

/* There and back again: two waits, each with a thread put to sleep and woken. */
static void run_sem_handed_over(const struct calls *calls, long count)
{
    set_semaphore(calls, &ours, 0);
    set_semaphore(calls, &partners, 0);
    partners_calls = calls;
    partners_count = count;
    limit_calls.sem_post(&begin);
    for (long i = 0; i < count; ++i) {
        calls->sem_post(&partners);
        calls->sem_wait(&ours);
    }
}

static FILE *lines;
static int line_end;

static void open_lines(void)
{
    int ends[2];
    if (pipe(ends) != 0 || !(lines = fdopen(ends[0], "r")))
        fail("a pipe with lines");
    line_end = ends[1];
}

static void run_fgets(const struct calls *calls, long count)
{
    static const char line[] = "a line of text, as long as such lines are\n";
    char read[sizeof line];
    for (long i = 0; i < count; ++i) {
        limit_calls.write(line_end, line, sizeof line - 1);
        if (!calls->fgets(read, sizeof read, lines))
            fail("fgets");
    }
}

const struct bench_case cases[] = {
    {"read", open_null, run_read},
    {"write", open_null, run_write},
    {"openat+close", open_null, run_openat_close},
    {"poll", fill_pipe, run_poll},
    {"recv", connect_pair, run_recv},
    {"send", connect_pair, run_send},
    {"accept", listen_for_all, run_accept},
    {"clock_nanosleep", open_null, run_sleep},
    {"sem_wait", open_null, run_sem_wait},
    {"sem_wait handed over", start_partner, run_sem_handed_over},
    {"fgets", open_lines, run_fgets},
};
const unsigned case_count = sizeof cases / sizeof *cases;
