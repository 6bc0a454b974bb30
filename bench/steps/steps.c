/* SPDX-License-Identifier: MIT */
/*
 * Counts the instructions of calls, by stepping through each: a child process makes
 * the call, and its parent (ptrace) steps it from the exported function's first
 * instruction to its return.  Unlike times, the counts are the same in each run.
 *
 *     bench_steps [PATH...]
 *
 * prints a line for each call: its name, the instructions from entry to the first
 * system call, from the last one to the return, and how many system calls there
 * were.  Without a system call all count as before it.  System-call instructions
 * themselves and the kernel's own code in the process (the vDSO) are not counted.
 * Exit status 77 where processes cannot be traced.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stepped.h"
#include "steps.h"

/* What the child tells its parent. */
struct told {
    uintptr_t function, vdso_begin, vdso_end;
};
static struct told *told;

struct count {
    long before, after, calls;
};

enum { instruction_limit = 1000000 };

void fail(const char *what)
{
    fprintf(stderr, "bench_steps: %s: %s\n", what, strerror(errno));
    _exit(1);
}

static void *stay(void *unused)
{
    pause();
    return unused;
}

/* Where the kernel has put its own code. */
static void find_vdso(void)
{
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps)) {
        unsigned long begin, end;
        if (strstr(line, "[vdso]") && sscanf(line, "%lx-%lx", &begin, &end) == 2)
            told->vdso_begin = begin, told->vdso_end = end;
    }
    if (maps)
        fclose(maps);
}

/* The child: two threads, one call for what only the first does, and the one that is counted. */
static void play(const struct path *path)
{
    pthread_t other;
    if (pthread_create(&other, 0, stay, 0) != 0)
        fail("a thread");
    void *function = dlsym(RTLD_DEFAULT, path->function);
    if (!function)
        fail(path->function);
    for (int i = 0; i < 2; ++i) {
        if (path->prepare)
            path->prepare();
        if (i == 0)
            path->call(function);
    }
    find_vdso();
    told->function = (uintptr_t)function;
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0)
        _exit(77);
    raise(SIGSTOP);
    path->call(function);
    _exit(0);
}

/* True at an instruction that enters the kernel. */
static int is_system_call(pid_t child, uintptr_t pc)
{
    const long word = ptrace(PTRACE_PEEKTEXT, child, (void *)pc, 0);
    const unsigned code = (unsigned)word & 0xffff;
    return code == 0x050f || code == 0x80cd || code == 0x340f;
}

/* Steps once; false when the child has ended. */
static int step(pid_t child, struct user_regs_struct *registers)
{
    int status;
    if (ptrace(PTRACE_SINGLESTEP, child, 0, 0) != 0 || waitpid(child, &status, 0) != child)
        fail("ptrace");
    return WIFSTOPPED(status) && ptrace(PTRACE_GETREGS, child, 0, registers) == 0;
}

/* False if the call did not come to its end. */
static int count_steps(pid_t child, struct count *count)
{
    struct user_regs_struct registers;
    long since_call = 0;
    *count = (struct count){0, 0, 0};
    do {
        if (!step(child, &registers))
            return 0;
    } while (program_counter(&registers) != told->function);
    const uintptr_t entry = stack_pointer(&registers);
    for (long i = 0; stack_pointer(&registers) <= entry && i < instruction_limit; ++i) {
        const uintptr_t pc = program_counter(&registers);
        const int is_kernels = pc >= told->vdso_begin && pc < told->vdso_end;
        if (is_system_call(child, pc)) {
            ++count->calls;
            since_call = 0;
        } else if (!is_kernels) {
            ++*(count->calls == 0 ? &count->before : &since_call);
        }
        if (!step(child, &registers))
            return 0;
    }
    count->after = since_call;
    return stack_pointer(&registers) > entry;
}

static int count_path(const struct path *path)
{
    struct count count;
    int status;
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0)
        play(path);
    if (child < 0 || waitpid(child, &status, 0) != child)
        fail("fork");
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
        printf("skipped: processes cannot be traced here\n");
        exit(77);
    }
    const int came_back = WIFSTOPPED(status) && count_steps(child, &count);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    if (came_back)
        printf("%s %ld %ld %ld\n", path->name, count.before, count.after, count.calls);
    else
        fprintf(stderr, "bench_steps: %s did not return\n", path->name);
    return came_back;
}

static int is_wanted(const char *name, char **wanted)
{
    int found = !*wanted;
    for (; *wanted; ++wanted)
        found |= strcmp(name, *wanted) == 0;
    return found;
}

int main(int argc, char **argv)
{
    int good = 1;
    (void)argc;
    alarm(120);
    told = mmap(0, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (told == MAP_FAILED)
        fail("memory");
    for (unsigned i = 0; i < path_count; ++i)
        if (is_wanted(paths[i].name, argv + 1))
            good &= count_path(&paths[i]);
    return good ? 0 : 1;
}
