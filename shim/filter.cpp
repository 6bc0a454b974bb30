/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  System calls of our own under a filter; see filter.h. */
#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "act.h"
#include "loader.h"
#include "settings.h"
#include "unwrapped.h"

#ifndef __NR_clone3
#define __NR_clone3 435
#endif
#ifndef __NR_close_range
#define __NR_close_range 436
#endif

namespace safecancel {

constinit OwnCalls own_calls = OwnCalls::allowed;

namespace {

constinit bool fence_registered = false;
constinit int32_t told_pid = 0;

void set_own_calls(OwnCalls now)
{
    __atomic_store_n(&own_calls, now, __ATOMIC_SEQ_CST);
}

/* The decimal number behind `field`; -1 if that is not in `text`. */
long number_behind(const char *field, const char *text)
{
    const char *at = strstr(text, field);
    if (at == nullptr)
        return -1;
    long number = 0;
    for (at += strlen(field); *at >= '0' && *at <= '9'; ++at)
        number = number * 10 + (*at - '0');
    return number;
}

/* As much of what the kernel tells of the calling thread as comes into `text`. */
void read_status(char *text, long room)
{
    long size = 0, part;
    const long fd = raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>("/proc/thread-self/status"),
                                O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && (part = raw_syscall(__NR_read, fd, reinterpret_cast<long>(text + size), room - 1 - size)) > 0)
        size += part;
    if (fd >= 0)
        raw_syscall(__NR_close, fd);
    text[size] = '\0';
}

/* Shared with the child that tries the calls, which may not live to its end. */
struct Trial {
    uint32_t can_be_waited_for, done;
};

/* struct clone_args of clone3(2), version 0; zeros but for these. */
struct CloneArguments {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
};

/* A killed child is no crash of the program's: a limit of 1 is none for a file, and tells the kernel not to pipe. */
void leave_no_core()
{
    const uint64_t limits[2] = {1, 1};
    raw_syscall(__NR_prlimit64, 0, RLIMIT_CORE, reinterpret_cast<long>(limits), 0);
}

/* What the statistics page's file and the trace take. */
void try_calls_for_files()
{
    const KernelSignalSet none = 0;
    const uint64_t no_time[2] = {0, 0};
    struct stat64 file;
    raw_syscall(__NR_statx, -1, reinterpret_cast<long>(""), AT_EMPTY_PATH, 0, 0);
    raw_syscall(__NR_rt_sigpending, 0, sizeof none);
    raw_syscall(__NR_rt_sigtimedwait, reinterpret_cast<long>(&none), 0, reinterpret_cast<long>(no_time), sizeof none);
    raw_syscall(__NR_fcntl, -1, F_DUPFD_CLOEXEC, 0);
    raw_syscall(__NR_unlinkat, -1, 0, 0);
    lstat64("", &file);
    geteuid();
}

/* Each once, with arguments by which it does nothing, or nothing to anybody else. */
[[noreturn]] void try_in_child(Trial &trial)
{
    volatile uint32_t &can_be_waited_for = trial.can_be_waited_for, &done = trial.done;
    char byte;
    leave_no_core();
    raw_syscall(__NR_wait4, -1, 0, WNOHANG, 0);
    can_be_waited_for = 1;
    const long self = raw_syscall(__NR_gettid);
    raw_syscall(__NR_tgkill, raw_syscall(__NR_getpid), self, 0);
    raw_syscall(__NR_sched_yield);
    handler_is_ours();
    raw_syscall(__NR_futex, reinterpret_cast<long>(&trial.done), FUTEX_WAKE_PRIVATE, 1);
    const long memory = raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/mem"), O_RDONLY | O_CLOEXEC);
    raw_syscall(__NR_pread64, memory, reinterpret_cast<long>(&byte), 1, reinterpret_cast<long>(&byte), 0);
    raw_syscall(__NR_read, -1, 0, 0);
    raw_syscall(__NR_close, memory);
    raw_syscall(__NR_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
    raw_syscall(__NR_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED);
    raw_syscall(__NR_close_range, -1, -1, 0);
    raw_syscall(__NR_prctl, PR_SET_NAME, reinterpret_cast<long>("safecancel"));
    raw_syscall(__NR_write, -1, 0, 0);
    if (settings.statistics || settings.trace_file != nullptr)
        try_calls_for_files();
    done = 1;
    for (;;)
        raw_syscall(__NR_exit_group, 0);
}

/*
 * The system call that libc is about to make a thread by: a filter that ends the
 * process for that does so in any case.  The caller waits until the child has
 * ended, which tells nobody (exit signal 0), and is no child to wait().
 */
long clone_child()
{
    CloneArguments arguments = {};
    arguments.flags = CLONE_VFORK;
    if (libc_is_since(first_libc_with_clone3)) {
        const long child = raw_syscall(__NR_clone3, reinterpret_cast<long>(&arguments), sizeof arguments);
        if (child != -ENOSYS)
            return child;
    }
    return raw_syscall(__NR_clone, CLONE_VFORK);
}

/* `unknown` if it could not be tried: there may be too many processes, or too little memory, today. */
OwnCalls outcome_of_trial()
{
    auto *const trial = reinterpret_cast<Trial *>(
        raw_syscall(own_mmap, 0, sizeof(Trial), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    if (reinterpret_cast<uintptr_t>(trial) > UINTPTR_MAX - 4096)
        return OwnCalls::unknown;
    const long child = clone_child();
    if (child == 0)
        try_in_child(*trial);
    if (child > 0 && trial->can_be_waited_for != 0)
        raw_syscall(__NR_wait4, child, 0, __WALL, 0);
    OwnCalls outcome = child < 0 ? OwnCalls::unknown : OwnCalls::forbidden;
    if (child > 0 && trial->done != 0)
        outcome = OwnCalls::allowed;
    raw_syscall(__NR_munmap, reinterpret_cast<long>(trial), sizeof(Trial));
    return outcome;
}

} // namespace

int32_t told_process_id()
{
    return told_pid;
}

int32_t find_filter()
{
    char status[4096];
    read_status(status, sizeof status);
    /* A kernel without filters tells nothing of them, and what is not told is not known. */
    if (!own_calls_are_forbidden() && number_behind("\nSeccomp:\t", status) != 0)
        set_own_calls(OwnCalls::unknown);
    const long tid = number_behind("\nPid:\t", status), pid = number_behind("\nTgid:\t", status);
    told_pid = static_cast<int32_t>(pid > 0 ? pid : 0);
    return static_cast<int32_t>(tid > 0 ? tid : raw_syscall(__NR_gettid));
}

void try_own_calls()
{
    OwnCalls unknown = OwnCalls::unknown;
    if (!__atomic_compare_exchange_n(&own_calls, &unknown, OwnCalls::tried, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
        return;
    /* No handler of the program's runs in the child, and none of SIGSYS. */
    const KernelSignalSet mask = change_signal_mask(SIG_SETMASK, ~KernelSignalSet{0});
    OwnCalls expected = OwnCalls::tried;
    __atomic_compare_exchange_n(&own_calls, &expected, outcome_of_trial(), false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    register_fence();
    change_signal_mask(SIG_SETMASK, mask);
}

void forbid_own_calls()
{
    set_own_calls(OwnCalls::forbidden);
}

void register_fence()
{
    fence_registered = own_calls_are_allowed() &&
                       raw_syscall(__NR_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) == 0;
}

bool fence_is_registered()
{
    return fence_registered;
}

bool fence_everywhere()
{
    return fence_registered && own_calls_are_allowed() &&
           raw_syscall(__NR_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED) == 0;
}

bool is_own_thread()
{
    const long tid = own_calls_are_allowed() ? raw_syscall(__NR_gettid) : -EPERM;
    return tid < 0 || tid == thread_id(thread_pointer());
}

} // namespace safecancel
