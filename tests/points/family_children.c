/* SPDX-License-Identifier: MIT */
/*
 * Waiting for children.  The child ends when its pipe is closed; a status that
 * was taken and not told is gone, and so is the process.
 */
#include "scenario.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static const char *one_child(struct run *run)
{
    run->child = start_child(NULL, NULL, &run->peer);
    return NULL;
}

/* Returns once the child is a zombie: no call of ours takes its status. */
static void let_child_end(struct run *run)
{
    siginfo_t info;
    close(run->peer);
    syscall(SYS_waitid, P_PID, run->child, &info, WEXITED | WNOWAIT, NULL);
}

static int status_taken(struct run *run)
{
    siginfo_t info;
    return syscall(SYS_waitid, P_PID, run->child, &info, WEXITED | WNOWAIT | WNOHANG, NULL) != 0;
}

/* Without children: ECHILD. */
static void without_child(struct run *run)
{
    close(run->peer);
    if (syscall(SYS_wait4, run->child, NULL, 0, NULL) != run->child)
        broken("wait4");
}

static int child_status;
static struct rusage usage;

static long is_child(struct run *run, long result) { return result == run->child ? 1 : result; }

static long call_wait(struct run *run) { return is_child(run, FN(wait)(&child_status)); }
static long fail_wait(struct run *run) { return FN(wait)(&child_status); }
static long call_wait3(struct run *run) { return is_child(run, FN(wait3)(&child_status, 0, &usage)); }
static long fail_wait3(struct run *run) { return FN(wait3)(&child_status, 0, &usage); }
static long call_wait4(struct run *run) { return is_child(run, FN(wait4)(run->child, &child_status, 0, &usage)); }
static long fail_wait4(struct run *run) { return FN(wait4)(run->child, &child_status, 0, NULL); }
static long call_waitpid(struct run *run) { return is_child(run, FN(waitpid)(run->child, &child_status, WUNTRACED)); }
static long fail_waitpid(struct run *run) { return FN(waitpid)(run->child, &child_status, 0); }
static long call_waitid(struct run *run)
{
    return FN(waitid)(P_PID, (id_t)run->child, (siginfo_t *)run->buffer, WEXITED);
}

static long fail_waitid(struct run *run)
{
    return FN(waitid)(P_PID, (id_t)run->child, (siginfo_t *)run->buffer, WEXITED);
}

#define WAITS .flags = SC_RESTARTS, .prepare = one_child, .enable = let_child_end, .effect = status_taken, \
              .prepare_fail = without_child, .fail_errno = ECHILD

const struct scenario child_scenarios[] = {
    {.names = {"wait", "__wait"}, .number = NR_wait4, WAITS, .expect = 1, .call = call_wait, .fail = fail_wait},
    {.names = {"wait3"}, .number = NR_wait4, WAITS, .expect = 1, .call = call_wait3, .fail = fail_wait3},
    {.names = {"wait4"}, .number = NR_wait4, WAITS, .expect = 1, .call = call_wait4, .fail = fail_wait4},
    {.names = {"waitpid", "__waitpid"}, .number = NR_wait4, WAITS, .expect = 1,
     .call = call_waitpid, .fail = fail_waitpid},
    {.names = {"waitid"}, .number = NR_waitid, WAITS, .call = call_waitid, .fail = fail_waitid},
    {.names = {NULL}},
};
