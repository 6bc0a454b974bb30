/* SPDX-License-Identifier: MIT */
/*
 * Waiting for a signal.  SIGUSR2 is blocked in every thread, sent to the
 * process, and so stays pending until it is taken; pause gets it unblocked.
 */
#include "scenario.h"

#include <signal.h>
#include <time.h>

static sigset_t usr2;

static void on_usr2(int number) { (void)number; }

static void catch_usr2(void)
{
    struct sigaction action = {.sa_handler = on_usr2, .sa_flags = SA_RESTART};
    if (sigaction(SIGUSR2, &action, NULL) != 0)
        broken("sigaction");
}

/* Before the thread is made, so that it inherits the mask. */
static const char *usr2_blocked(struct run *run)
{
    (void)run;
    catch_usr2();
    sigemptyset(&usr2);
    sigaddset(&usr2, SIGUSR2);
    if (pthread_sigmask(SIG_BLOCK, &usr2, NULL) != 0)
        broken("pthread_sigmask");
    return NULL;
}

static const char *usr2_caught(struct run *run)
{
    (void)run;
    catch_usr2();
    return NULL;
}

static void send_usr2(struct run *run)
{
    (void)run;
    kill(getpid(), SIGUSR2);
}

static void send_thread_usr2(struct run *run)
{
    if (pthread_kill(run->thread, SIGUSR2) != 0)
        broken("pthread_kill");
}

static int usr2_taken(struct run *run)
{
    sigset_t pending;
    (void)run;
    sigpending(&pending);
    return !sigismember(&pending, SIGUSR2);
}

static const struct timespec far = {1000, 7};
static const struct timespec bad = {0, -1};

static long call_sigwait(struct run *run)
{
    int number = 0;
    const int result = FN(sigwait)(&usr2, &number);
    return result == 0 ? number : -result;
}

static long call_sigwaitinfo(struct run *run) { return FN(sigwaitinfo)(&usr2, (siginfo_t *)run->buffer); }
static long call_sigtimedwait(struct run *run) { return FN(sigtimedwait)(&usr2, (siginfo_t *)run->buffer, &far); }
static long fail_sigtimedwait(struct run *run) { return FN(sigtimedwait)(&usr2, NULL, &bad); }
static long fail_sigwaitinfo(struct run *run) { return FN(sigwaitinfo)((const sigset_t *)8, NULL); }
static long fail_sigwait(struct run *run)
{
    int number;
    return FN(sigwait)((const sigset_t *)8, &number);
}

static long call_sigsuspend(struct run *run)
{
    sigset_t none;
    sigemptyset(&none);
    return FN(sigsuspend)(&none);
}

static long fail_sigsuspend(struct run *run) { return FN(sigsuspend)((const sigset_t *)8); }
static long call_pause(struct run *run) { return FN(pause)(); }

#define TAKES .prepare = usr2_blocked, .enable = send_usr2, .effect = usr2_taken, .expect = SIGUSR2

const struct scenario signal_scenarios[] = {
    {.names = {"sigwait"}, .number = NR_rt_sigtimedwait, .flags = SC_ERROR_NUMBER, TAKES,
     .call = call_sigwait, .fail = fail_sigwait, .fail_errno = EFAULT},
    {.names = {"sigwaitinfo"}, .number = NR_rt_sigtimedwait, TAKES,
     .call = call_sigwaitinfo, .fail = fail_sigwaitinfo, .fail_errno = EFAULT},
    {.names = {"sigtimedwait"}, .number = NR_rt_sigtimedwait, TAKES,
     .call = call_sigtimedwait, .fail = fail_sigtimedwait, .fail_errno = EINVAL},
    {.names = {"sigsuspend", "__sigsuspend"}, .number = NR_rt_sigsuspend, .flags = SC_EINTR | SC_LATE,
     .prepare = usr2_blocked, .enable = send_thread_usr2, .expect = -1,
     .call = call_sigsuspend, .fail = fail_sigsuspend, .fail_errno = EFAULT},
    {.names = {"pause"}, .number = NR_pause, .flags = SC_EINTR | SC_LATE, .prepare = usr2_caught,
     .enable = send_thread_usr2, .expect = -1, .call = call_pause},
    {.names = {NULL}},
};
