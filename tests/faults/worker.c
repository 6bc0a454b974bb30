/* SPDX-License-Identifier: MIT */
/*
 * worker STEP...: cancels threads, with faults that come while it runs.  What it
 * does is in its arguments, in order; exit status 0 if every thread was cancelled
 * that was to be, 77 if a fault cannot be had here.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "filter.h"
#include "targets.h"

#define UNUSED __attribute__((unused))

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

static void require(int possible, const char *fault)
{
    if (possible)
        return;
    say("skip: %s: %s\n", fault, strerror(errno));
    exit(77);
}

static void limit(int resource, const char *text)
{
    const struct rlimit value = {strtoul(text, NULL, 0), strtoul(text, NULL, 0)};
    require(setrlimit(resource, &value) == 0, "a limit");
}

static void install(const char *text, enum filter_way way)
{
    const int error = install_filter(text, way);
    errno = error;
    require(error == 0, "a filter");
}

/* The process is stopped for a while, by another one. */
static void be_stopped(const char *unused UNUSED)
{
    const pid_t self = getpid(), helper = fork();
    if (helper == 0) {
        kill(self, SIGSTOP);
        usleep(50000);
        kill(self, SIGCONT);
        _exit(0);
    }
    waitpid(helper, NULL, 0);
}

static void change_root(const char *unused UNUSED)
{
    char directory[] = "/tmp/safecancel-faults-XXXXXX";
    require(mkdtemp(directory) != NULL && chroot(directory) == 0 && chdir("/") == 0, "chroot");
}

static void become_nobody(const char *unused UNUSED)
{
    require(setgroups(0, NULL) == 0 && setgid(65534) == 0 && setuid(65534) == 0, "another user");
}

/* Nobody else's processes count, if the user has none: 54321 is nobody's. */
static void reach_process_limit(const char *unused UNUSED)
{
    require(setuid(54321) == 0, "another user");
    limit(RLIMIT_NPROC, "0");
}

static void close_all(const char *first)
{
    if (syscall(SYS_close_range, strtoul(first, NULL, 10), ~0U, 0) == 0)
        return;
    for (int fd = (int)strtoul(first, NULL, 10); fd < 1024; ++fd)
        close(fd);
}

/* A descriptor of the program's own: "NUMBER:PATH". */
static void open_file(const char *text)
{
    const char *const path = strchr(text, ':') + 1;
    const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    require(fd >= 0 && (fd == atoi(text) || dup2(fd, atoi(text)) >= 0), path);
}

static void start(const char *stack)
{
    if (start_targets(strtoul(stack, NULL, 10)) != 0)
        exit(5);
}

static void fail_to_start(const char *unused UNUSED)
{
    pthread_t thread;
    say("pthread_create: %s\n", strerror(pthread_create(&thread, NULL, (void *(*)(void *))(void *)pause, NULL)));
}

static void cancel(const char *unused UNUSED) { cancel_targets(); }
static void crowd(const char *number) { cancel_crowd(atoi(number)); }
static void files(const char *number) { limit(RLIMIT_NOFILE, number); }
static void memory(const char *bytes) { limit(RLIMIT_AS, bytes); }
static void filter(const char *text) { install(text, by_prctl); }
static void filter_syscall(const char *text) { install(text, by_syscall); }
static void filter_tsync(const char *text) { install(text, by_tsync); }
static void filter_syscall_prctl(const char *text) { install(text, by_syscall_prctl); }

/* Asks whether there are filters, as libseccomp and systemd do: nothing is installed. */
static void ask_for_filters(const char *unused UNUSED)
{
    say("prctl %d seccomp %ld\n", prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) == 0 ? 0 : errno,
        syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, NULL) == 0 ? 0L : (long)errno);
}

/* Six arguments, one of them on the stack: the call comes through as it was. */
static void pass_arguments(const char *unused UNUSED)
{
    char text[] = "text";
    const long mapped = syscall(SYS_prctl, PR_SET_NAME, text, 3, 4, 5);
    char name[16] = "";
    prctl(PR_GET_NAME, name);
    errno = 0;
    const long failed = syscall(-1L);
    say("%ld %s %ld %d\n", mapped, name, failed, errno);
}

static void say_sigsys(int number UNUSED)
{
    say("SIGSYS\n");
    _exit(9);
}

static void handle_sigsys(const char *unused UNUSED)
{
    signal(SIGSYS, say_sigsys);
}

/* It shares this process's memory, but has a filter of its own. */
static void filter_in_vfork_child(const char *text)
{
    const pid_t child = vfork();
    if (child == 0)
        _exit(install_filter(text, by_prctl));
    waitpid(child, NULL, 0);
}

/* Of any kind, dead ones too. */
static void have_no_children(const char *unused UNUSED)
{
    say("%ld %d\n", (long)waitpid(-1, NULL, __WALL | WNOHANG), errno);
}

/* Cancellation as an error, if the object is there: it makes a thread of its own for that. */
static void ask_for_error(const char *expected)
{
    int (*interrupt)(pthread_t);
    *(void **)&interrupt = dlsym(RTLD_DEFAULT, "safecancel_v1_interrupt");
    if (interrupt == NULL)
        return;
    const int error = interrupt(pthread_self());
    if (error != atoi(expected)) {
        say("safecancel_v1_interrupt: %s\n", strerror(error));
        exit(6);
    }
    errno = 0;
    /* Not a sleep: before glibc 2.34 those are libc's own points on 32-bit x86, where a short one is over too soon. */
    if (error == 0 && (poll(NULL, 0, 1) == 0 || errno != ECANCELED))
        exit(7);
}

static void *be_last(void *argument)
{
    usleep(10000);
    return argument;
}

/* The process ends with its last thread. */
static void end_with_last_thread(const char *unused UNUSED)
{
    pthread_t thread;
    require(pthread_create(&thread, NULL, be_last, NULL) == 0, "a thread");
    pthread_exit(NULL);
}

/* A mark for who traces: from here on. */
static void mark(const char *unused UNUSED)
{
    syscall(SYS_getpriority, 77, 77);
}

static const struct {
    const char *name;
    void (*run)(const char *value);
} steps[] = {
    {"start", start},           {"cancel", cancel},   {"crowd", crowd},
    {"cannot_start", fail_to_start}, {"nofile", files}, {"as", memory},
    {"nproc", reach_process_limit}, {"filter", filter}, {"filter_syscall", filter_syscall},
    {"filter_tsync", filter_tsync}, {"filter_syscall_prctl", filter_syscall_prctl},
    {"ask", ask_for_filters},   {"pass", pass_arguments}, {"stop", be_stopped},
    {"chroot", change_root},    {"nobody", become_nobody}, {"close_all", close_all},
    {"open", open_file},        {"mark", mark},
    {"sigsys", handle_sigsys},  {"vfork_filter", filter_in_vfork_child}, {"interrupt", ask_for_error},
    {"no_children", have_no_children}, {"last", end_with_last_thread},
};

static void run_step(const char *text)
{
    const char *value = strchr(text, '=');
    const size_t length = value != NULL ? (size_t)(value - text) : strlen(text);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; ++i)
        if (strlen(steps[i].name) == length && strncmp(steps[i].name, text, length) == 0) {
            steps[i].run(value != NULL ? value + 1 : "");
            return;
        }
    fprintf(stderr, "worker: no such step: %s\n", text);
    exit(2);
}

int main(int argc, char **argv)
{
    prepare_targets();
    for (int i = 1; i < argc; ++i)
        run_step(argv[i]);
    return 0;
}
