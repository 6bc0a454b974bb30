/* SPDX-License-Identifier: MIT */
/*
 * calls_of WHEN PROGRAM [ARGS...]: the numbers of the system calls that PROGRAM
 * makes, in all its threads, on one line with commas between.  WHEN is `all`, from
 * its execve on, or `marked`, from its mark on (worker.c).  A tracer of our own,
 * because strace may not be there.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* struct ptrace_syscall_info (ptrace(2), Linux 5.3), which old headers have under several names. */
struct syscall_stop {
    uint8_t op;
    uint8_t padding[3];
    uint32_t arch;
    uint64_t pc, stack;
    uint64_t number, arguments[6], rest[4];
};
enum { get_syscall_info = 0x420e, entry = 1, limit = 1024 };

static unsigned char made[limit];

static void note(pid_t thread, int *wanted)
{
    struct syscall_stop stop;
    if (ptrace((enum __ptrace_request)get_syscall_info, thread, (void *)sizeof stop, &stop) <= 0 || stop.op != entry)
        return;
    if (stop.number == SYS_getpriority && stop.arguments[0] == 77)
        *wanted = 1;
    else if (*wanted && stop.number < limit)
        made[stop.number] = 1;
}

static void follow(int wanted)
{
    int status;
    for (pid_t thread; (thread = waitpid(-1, &status, __WALL)) > 0;) {
        if (!WIFSTOPPED(status))
            continue;
        int signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80))
            note(thread, &wanted);
        if (signal == (SIGTRAP | 0x80) || signal == SIGTRAP || signal == SIGSTOP)
            signal = 0;
        ptrace(PTRACE_SYSCALL, thread, NULL, (void *)(intptr_t)signal);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    const pid_t child = fork();
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
            _exit(77);
        raise(SIGSTOP);
        close(1); /* what it says is not asked for */
        execv(argv[2], argv + 2);
        _exit(126);
    }
    int status;
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
        return 77;
    if (ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC)) != 0)
        return 77;
    ptrace(PTRACE_SYSCALL, child, NULL, NULL);
    follow(strcmp(argv[1], "all") == 0);
    for (int number = 0, first = 1; number < limit; ++number)
        if (made[number])
            first = !printf(first ? "%d" : ",%d", number);
    printf("\n");
    return 0;
}
