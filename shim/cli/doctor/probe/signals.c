/* SPDX-License-Identifier: MIT */
/*
 * What a request's signal does besides: D4, to a call that is no cancellation
 * point; D5, to a point while cancellation is disabled; D7, nothing to a
 * fortified call; D8, what is blocked while cleanup handlers run.  Met: the
 * thread was asleep in the call when the request was made, and what became of
 * the call is clear.
 */
#include "probe.h"

#include <poll.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/socket.h>

enum { rounds = 5, undisturbed = 60 };

static int fds[2] = {-1, -1};
static char buffer[16];

static void prepare_sockets(void)
{
    for (int i = 0; i < 2; ++i)
        if (fds[i] >= 0)
            close(fds[i]);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
        cannot("no sockets can be made");
}

static void put_byte(void) { (void)!write(fds[1], "x", 1); }

/* D4, D5: the call fails with EINTR. */
static void play_interrupted(const struct blocking_call *call, int state)
{
    struct tally tally = {0, 0, 0};
    for (; tally.tried < rounds; ++tally.tried) {
        const pthread_t thread = start_call(call, state);
        const int blocked = is_blocked();
        pthread_cancel(thread);
        const enum course course = watch(undisturbed);
        const int interrupted = course == returned && result_get() == -EINTR;
        finish(call, thread);
        tally.met += blocked && (interrupted || course == stays_blocked);
        tally.seen += blocked && interrupted;
    }
    report_tally(call->name, &tally);
}

static int semaphores = -1;

static void remove_semaphores(void) { semctl(semaphores, 0, IPC_RMID); }
static void lower_semaphore(void) { semctl(semaphores, 0, SETVAL, 0); }
static void raise_semaphore(void) { semctl(semaphores, 0, SETVAL, 1); }

static long do_semtimedop(void)
{
    struct sembuf down = {0, -1, 0};
    const struct timespec limit = {20, 0};
    return semtimedop(semaphores, &down, 1, &limit);
}

void case_no_point(void)
{
    static const struct blocking_call call = {"semtimedop", lower_semaphore, do_semtimedop, raise_semaphore};
    semaphores = semget(IPC_PRIVATE, 1, 0600);
    if (semaphores < 0)
        cannot("no System V semaphores");
    atexit(remove_semaphores);
    play_interrupted(&call, PTHREAD_CANCEL_ENABLE);
}

static long do_poll(void)
{
    struct pollfd wanted = {fds[0], POLLIN, 0};
    return poll(&wanted, 1, 20000);
}

void case_disabled(void)
{
    static const struct blocking_call call = {"poll", prepare_sockets, do_poll, put_byte};
    play_interrupted(&call, PTHREAD_CANCEL_DISABLE);
}

/* As the compiler calls them for -D_FORTIFY_SOURCE. */
ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room);
ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags);
int __poll_chk(struct pollfd *fds, nfds_t count, int timeout, size_t room);

static long do_read_chk(void) { return __read_chk(fds[0], buffer, 1, sizeof buffer); }
static long do_recv_chk(void) { return __recv_chk(fds[0], buffer, 1, sizeof buffer, 0); }

static long do_poll_chk(void)
{
    struct pollfd wanted = {fds[0], POLLIN, 0};
    return __poll_chk(&wanted, 1, 20000, sizeof wanted);
}

/* The thread is not cancelled by it. */
static void play_fortified(const struct blocking_call *call)
{
    struct tally tally = {0, 0, 0};
    for (; tally.tried < rounds; ++tally.tried) {
        const pthread_t thread = start_call(call, PTHREAD_CANCEL_ENABLE);
        const int blocked = is_blocked();
        pthread_cancel(thread);
        const enum course course = watch(undisturbed);
        finish(call, thread);
        tally.met += blocked && (course == ended || course == stays_blocked);
        tally.seen += blocked && course == stays_blocked;
    }
    report_tally(call->name, &tally);
}

void case_fortified(void)
{
    static const struct blocking_call calls[] = {{"__read_chk", prepare_sockets, do_read_chk, put_byte},
                                                 {"__recv_chk", prepare_sockets, do_recv_chk, put_byte},
                                                 {"__poll_chk", prepare_sockets, do_poll_chk, put_byte}};
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; ++i)
        play_fortified(&calls[i]);
}

/* Signal 32, which glibc cancels with and hides from sigprocmask: a raw call. */
static int cancel_signal_blocked(void)
{
    uint64_t mask = 0;
    syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &mask, sizeof mask);
    return (int)(mask >> 31 & 1);
}

static int cleaned_up, was_blocked;

static void clean_up(void *unused)
{
    (void)unused;
    flag_set(&was_blocked, cancel_signal_blocked());
    flag_set(&cleaned_up, 1);
}

static long read_with_cleanup(void)
{
    long result;
    pthread_cleanup_push(clean_up, NULL);
    result = read(fds[0], buffer, 1);
    pthread_cleanup_pop(0);
    return result;
}

void case_mask(void)
{
    static const struct blocking_call call = {"cleanup", prepare_sockets, read_with_cleanup, put_byte};
    struct tally tally = {0, 0, 0};
    for (; tally.tried < rounds; ++tally.tried) {
        flag_set(&cleaned_up, 0);
        const pthread_t thread = start_call(&call, PTHREAD_CANCEL_ENABLE);
        const int blocked = is_blocked() && !cancel_signal_blocked();
        pthread_cancel(thread);
        watch(undisturbed);
        finish(&call, thread);
        tally.met += blocked && flag_get(&cleaned_up);
        tally.seen += blocked && flag_get(&cleaned_up) && flag_get(&was_blocked);
    }
    report_tally(call.name, &tally);
}
