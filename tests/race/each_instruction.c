/* SPDX-License-Identifier: MIT */
/*
 * Cancels a point at every instruction in turn, on whatever is loaded.
 *
 * A thread calls the point with the processor's trap flag set, or by way of
 * breakpoints (stepping.h), so that SIGTRAP comes before each user-space instruction from the exported function's first
 * to its return.  At the one whose turn it is the handler waits until another
 * thread has finished pthread_cancel.  Then the thread goes on, untraced, and
 * what became of the request is looked at: acted upon with nothing done,
 * completed and the result kept, or lost (done, and nobody has it).  There the
 * stack is also unwound; from the preloaded object's code, and the vDSO it calls,
 * it must lead to the point's caller.
 *
 * A point that blocks is left alone once the thread sleeps; the last request
 * finds it there.  A thread still there two seconds after its request has
 * missed it.
 *
 *     each_instruction POINT [pending]
 *
 * With `pending` the request is there before the point is called, and nothing
 * is done at the instructions but unwinding from each, until libc acts upon the request.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

#include "stepped_points.h"
#include "stepping.h"

/* What the stepping thread, its handler and the canceller share. */
static const struct point *point;
static void *function;
static int pending_before;
static void *libc_testcancel;
static atomic_long turn, step, parked, finished;
static atomic_int stepping;
static atomic_long target_id;
static volatile int returned;
static atomic_long broken_unwinds;

static void run_point(void);

static _Unwind_Reason_Code look_for_caller(struct _Unwind_Context *context, void *found)
{
    if (_Unwind_FindEnclosingFunction((void *)_Unwind_GetIP(context)) == (void *)run_point)
        *(int *)found = 1;
    return *(int *)found ? _URC_END_OF_STACK : _URC_NO_REASON;
}

static int is_libcs(const void *pc)
{
    Dl_info info;
    return dladdr(pc, &info) != 0 && (strstr(info.dli_fname, "/libc.so") || strstr(info.dli_fname, "/libc-") ||
                                      strstr(info.dli_fname, "/libpthread"));
}

static void unwind(const void *pc)
{
    int found = 0;
    if (is_libcs(pc))
        return; /* libc's to answer for */
    _Unwind_Backtrace(look_for_caller, &found);
    if (found)
        return;
    ++broken_unwinds;
    dprintf(2, "%s: the stack does not unwind at step %ld\n", point->name, (long)step);
}

/* One instruction is about to be executed; true when it is its turn. */
static int arrive(const void *pc)
{
    const int is_turn = ++step == turn;
    if (is_turn || pending_before)
        unwind(pc);
    return is_turn && !pending_before;
}

static void park(ucontext_t *context)
{
    parked = 1;
    while (parked == 1)
        syscall(SYS_sched_yield);
    stepping = 0;
    stop_stepping(context);
}

static void on_trap(int signal, siginfo_t *info, void *data)
{
    ucontext_t *context = data;
    (void)signal;
    (void)info;
    if (!begin_step(context, point->blocks))
        return;
    if (instruction(context) == libc_testcancel)
        stepping = 0; /* what follows is libc's unwinding, not ours */
    if (!stepping)
        stop_stepping(context);
    else if (arrive(instruction(context)) ||
             (!point->blocks && make_system_call(context) && arrive(instruction(context))))
        park(context);
    if (stepping)
        go_on_stepping(context, point->blocks);
}

/* The flag only steps over `call`'s few instructions and the point; `stepping` ends it. */
static __attribute__((noinline)) void run_point(void)
{
    long (*call)(void *) = point->call;
    void *argument = function;
    stepping = 1;
    set_trap_flag();
    call(argument);
    stepping = 0;
    returned = 1;
}

static void note_end(void *unused)
{
    (void)unused;
    stepping = 0;
    finished = 1;
}

static void *target(void *unused)
{
    target_id = syscall(SYS_gettid);
    pthread_cleanup_push(note_end, 0);
    if (pending_before)
        pthread_cancel(pthread_self());
    run_point();
    finished = 1;
    pthread_testcancel();
    pthread_cleanup_pop(0);
    return unused;
}

struct tally {
    int instructions, acted, kept, lost, missed, broken;
};

static void print(const struct tally *tally)
{
    printf("%s: instructions=%d acted=%d kept=%d lost=%d missed=%d broken=%d unwinds_broken=%ld\n",
           point->name, tally->instructions, tally->acted, tally->kept, tally->lost, tally->missed,
           tally->broken, (long)broken_unwinds);
}

static int is_asleep_now(void)
{
    char path[64], line[512] = "";
    snprintf(path, sizeof path, "/proc/self/task/%ld/stat", (long)target_id);
    int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
    syscall(SYS_read, fd, line, sizeof line - 1);
    syscall(SYS_close, fd);
    const char *state = strrchr(line, ')');
    return state && state[2] == 'S';
}

/*
 * True once the thread sleeps in the kernel, which it does in its point only:
 * an emulator's short waits for itself are looked through.
 */
static int is_asleep(void)
{
    const struct timespec moment = {0, 1000000};
    for (int i = 0; i < 4; ++i) {
        if (!is_asleep_now())
            return 0;
        syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &moment, 0);
    }
    return !parked && !finished;
}

static void wait_until_parked(void)
{
    while (!parked && !finished && !(point->blocks && target_id && is_asleep()))
        syscall(SYS_sched_yield);
}

/* Joins; ends the program if the thread does not end. */
static void *join(pthread_t thread, struct tally *tally)
{
    struct timespec deadline;
    void *end = 0;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += 2;
    if (pthread_timedjoin_np(thread, &end, &deadline) != 0) {
        ++tally->missed;
        print(tally);
        exit(0);
    }
    return end;
}

/* One run with the cancel at instruction `turn`; false when the point returned before it. */
static int run_one(struct tally *tally)
{
    pthread_t thread;
    void *end;
    point->prepare();
    step = parked = finished = returned = 0;
    target_id = 0;
    if (pthread_create(&thread, 0, target, 0) != 0)
        fail("pthread_create");
    wait_until_parked();
    const int reached = parked == 1;
    if (reached) {
        if (pthread_cancel(thread) != 0)
            ++tally->broken;
        parked = 2;
    } else if (point->blocks && !finished) {
        turn = -1; /* it steps on once it wakes */
        pthread_cancel(thread);
    }
    end = join(thread, tally);
    const int done = point->done();
    if (reached || pending_before || point->blocks) {
        if (end != PTHREAD_CANCELED)
            ++tally->broken;
        else if (returned)
            tally->kept += 1;
        else if (done)
            tally->lost += 1;
        else
            tally->acted += 1;
    }
    point->undo();
    return reached;
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_RESTART};
    struct tally tally = {0};
    for (size_t i = 0; argc > 1 && i < point_count; ++i)
        if (strcmp(points[i].name, argv[1]) == 0)
            point = &points[i];
    if (!point) {
        fprintf(stderr, "usage: each_instruction POINT [pending]\n");
        return 2;
    }
    const char *space = strchr(point->name, ' ');
    function = dlsym(RTLD_DEFAULT, space ? space + 1 : point->name);
    libc_testcancel = dlsym(RTLD_DEFAULT, "pthread_testcancel");
    pending_before = argc > 2 && strcmp(argv[2], "pending") == 0;
    if (pending_before && is_left_to_libc(point->name)) {
        printf("%s: left to libc, which acts by itself\n", point->name);
        return 77;
    }
    close_above();
    sigaction(SIGTRAP, &action, 0);
    alarm(60);

    /* The unwinder and the dispatch are loaded on first use; not what is tested here. */
    turn = -1;
    point->prepare();
    if (!point->blocks)
        point->call(function);
    point->undo();
    int found = 0;
    _Unwind_Backtrace(look_for_caller, &found);

    if (pending_before) {
        run_one(&tally);
        tally.instructions = step;
    } else {
        turn = 1;
        while (run_one(&tally)) {
            ++tally.instructions;
            turn = tally.instructions + 1;
        }
    }
    print(&tally);
    return 0;
}
