/* SPDX-License-Identifier: MIT */
/*
 * Requests that make a point fail with ECANCELED: how each kind is made, and
 * what the thread calls before and after the point.  The functions are the
 * preloaded object's; without it there are none, and nothing here is called.
 */
#include "play.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>

int safecancel_v1_available(void) __attribute__((weak));
int safecancel_v1_interrupt(pthread_t thread) __attribute__((weak));
int safecancel_v1_break_from_handler(void *interrupted) __attribute__((weak));
int safecancel_v1_pending(void) __attribute__((weak));

/* SAFECANCEL_CANCEL_MASKED */
enum { CANCEL_MASKED = 2 };

/* The scenarios count on low numbers. */
enum { FIRST_DESCRIPTOR = 200 };

/* Milliseconds: twice the longest pause between two looks at a thread with a request, and more. */
enum { LINGERING = 40 };

/* What the thread reads after the point: nothing comes, and a byte for each call. */
static FILE *silent, *talking;

static FILE *a_pipe(int bytes)
{
    int ends[2];
    if (pipe(ends) != 0)
        broken("pipe");
    const int from = fcntl(ends[0], F_DUPFD_CLOEXEC, FIRST_DESCRIPTOR);
    const int to = fcntl(ends[1], F_DUPFD_CLOEXEC, FIRST_DESCRIPTOR);
    close(ends[0]);
    close(ends[1]);
    FILE *const stream = from < 0 || to < 0 ? NULL : fdopen(from, "r");
    if (!stream || write(to, "bytes", (size_t)bytes) != bytes)
        broken("a pipe");
    setvbuf(stream, NULL, _IONBF, 0);
    return stream;
}

static void on_break(int number, siginfo_t *info, void *interrupted)
{
    const int saved = errno;
    (void)number;
    (void)info;
    if (safecancel_v1_break_from_handler(interrupted) != 0)
        broken("safecancel_v1_break_from_handler");
    errno = saved;
}

/* Asking makes the object's own thread, which is not what is looked at. */
const char *prepare_errors(void)
{
    const struct sigaction action = {.sa_sigaction = on_break, .sa_flags = SA_SIGINFO | SA_RESTART};
    if (!safecancel_v1_available || safecancel_v1_available() == 0)
        return "there are no errors for requests here";
    if (sigaction(SIGURG, &action, NULL) != 0)
        broken("sigaction");
    silent = a_pipe(0);
    talking = a_pipe(1);
    return NULL;
}

void prepare_thread_for_errors(void)
{
    if (board->request == REQUEST_MASKED && pthread_setcancelstate(CANCEL_MASKED, NULL) != 0)
        broken("pthread_setcancelstate");
    if (board->request != REQUEST_INTERRUPT_DISABLED)
        return;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    if (pthread_cancel(pthread_self()) != 0)
        broken("pthread_cancel");
}

uint64_t requesting_function(void)
{
    switch (board->request) {
    case REQUEST_CANCEL:
    case REQUEST_MASKED:
        return (uint64_t)(uintptr_t)dlsym(RTLD_DEFAULT, "pthread_cancel");
    case REQUEST_BREAK:
        return (uint64_t)(uintptr_t)safecancel_v1_break_from_handler;
    default:
        return (uint64_t)(uintptr_t)safecancel_v1_interrupt;
    }
}

void make_request(pthread_t thread)
{
    switch (board->request) {
    case REQUEST_CANCEL:
    case REQUEST_MASKED:
        cancel_thread();
        break;
    case REQUEST_BREAK:
        pthread_kill(thread, SIGURG);
        break;
    default:
        if (safecancel_v1_interrupt(thread) != 0)
            broken("safecancel_v1_interrupt");
    }
}

/* One byte of the stream, by a point inside libc or by read. */
static void call_after(struct board_call_after *told, FILE *stream)
{
    char byte;
    errno = SENTINEL;
    if (board->next_inside)
        told->value = getc(stream) == EOF ? -1 : 1;
    else
        told->value = (int32_t)read(fileno(stream), &byte, 1);
    told->error = errno;
    told->made = 1;
}

/* Where whatever still comes for the request makes a call fail with EINTR. */
static void sleep_after(struct board_call_after *told)
{
    errno = SENTINEL;
    told->value = poll(NULL, 0, LINGERING);
    told->error = errno;
    told->made = 1;
}

void make_calls_after(int failed)
{
    if (!failed)
        call_after(&board->next, silent);
    call_after(&board->last, talking);
    if (board->linger)
        sleep_after(&board->nap);
    board->pending = safecancel_v1_pending();
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &board->state);
}
